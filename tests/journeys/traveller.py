"""A person at a browser: counts what is pressed, waits for pages and never for seconds."""

from dataclasses import dataclass

from playwright.sync_api import Browser, Locator, Page

from tests.site import Site

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    "--disable-background-networking",
)
LANG = {"zh": "zh-CN", "en": "en"}


@dataclass
class Traveller:
    """One person's browser on one site; *presses* counts links and buttons, *choices* boxes and fields."""

    page: Page
    site: Site
    language: str
    scripts: bool
    presses: int = 0
    choices: int = 0

    def go(self, path: str) -> None:
        """Open an address of the site."""
        answer = self.page.goto(self.site.url + path if path.startswith("/") else path)
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"

    def press(self, what: str | Locator) -> None:
        """Press a link or button and wait for the page that follows."""
        self.presses += 1
        found = self.page.locator(what) if isinstance(what, str) else what
        found.first.click()
        self.page.wait_for_load_state()
        assert self.page.locator("html").get_attribute("lang") in LANG.values()

    def send(self, action: str, extra: str = "") -> None:
        """Press the button of the form whose address ends in *action*."""
        self.press(f"form[action$='{action}'] button[type=submit]{extra}")

    def choose(self, selector: str) -> None:
        """Tick a box or choose one of several, by its label as people do."""
        self.choices += 1
        box = self.page.locator(selector).first
        box.locator("xpath=ancestor::label[1]").click()
        assert box.is_checked(), selector

    def pick(self, selector: str, value: str) -> None:
        """Choose from a list."""
        self.choices += 1
        self.page.select_option(selector, value)

    def fill(self, selector: str, text: str) -> None:
        """Type into a field."""
        self.choices += 1
        self.page.fill(selector, text)

    def text(self) -> str:
        """Return what the page says."""
        return self.page.locator("main").inner_text()

    def sign_in(self, role: str) -> None:
        """Sign in as the demo's person with *role*, and speak this journey's language."""
        person = next(person for person in self.site.people() if person.role == role)
        self.sign_in_as(person.email, person.password)

    def sign_in_as(self, email: str, password: str) -> None:
        """Sign in, and speak this journey's language."""
        self.go("/sign-in")
        self.page.fill("main [name=email]", email)
        self.page.fill("main [name=password]", password)
        self.page.locator("main form button[type=submit]").click()
        self.page.wait_for_url(lambda address: "sign-in" not in address)
        self.speak()
        self.presses = self.choices = 0

    def speak(self) -> None:
        """Switch to this journey's language if the page speaks the other one."""
        switch = self.page.locator(f"form[action='/language'] button[value={self.language}]")
        if switch.count():
            switch.first.click()
            self.page.wait_for_load_state()
        self.page.locator(f"html[lang={LANG[self.language]}]").wait_for(state="attached")


def arrive(browser: Browser, site: Site, language: str, *, scripts: bool) -> Traveller:
    """Return a traveller with a browser window of their own."""
    context = browser.new_context(
        locale="zh-CN" if language == "zh" else "en-GB",
        java_script_enabled=scripts,
        viewport={"width": 1280, "height": 800},
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)
    return Traveller(context.new_page(), site, language, scripts)
