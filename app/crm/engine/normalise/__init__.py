"""From what people type (300多万, 下周二, ０５７５－…转8016) to one meaning, or a reason why not."""
