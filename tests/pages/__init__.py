"""What holds for every page and every form: sound markup, sentences for bad input, steady SQL."""
