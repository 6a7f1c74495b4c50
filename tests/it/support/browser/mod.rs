//! A browser: Chromium by way of chromedriver, spoken to in plain WebDriver. Waits are for events, never for time.

mod driver;

pub use driver::is_required;

use driver::Driver;
use serde_json::{Value, json};
use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

/// The phone of a cadre, and a desk, in CSS pixels.
pub const PHONE: (u32, u32) = (360, 740);
pub const DESK: (u32, u32) = (1280, 900);

/// Keys as WebDriver names them.
pub const TAB: &str = "\u{e004}";
pub const ENTER: &str = "\u{e007}";
pub const DOWN: &str = "\u{e015}";
pub const SPACE: &str = " ";

/// How long a page may take before a test gives it up.
const PATIENCE: Duration = Duration::from_secs(15);
/// The name under which WebDriver hands over an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

static PROFILES: AtomicU32 = AtomicU32::new(0);

/// Whether pages may run scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scripts {
    On,
    Off,
}

/// A browser window of its own, with cookies of its own.
pub struct Browser {
    agent: ureq::Agent,
    session: String,
    profile: std::path::PathBuf,
    origin: String,
}

/// Something on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element(String);

impl Browser {
    /// Opens a phone-sized window; none where no browser is installed. Addresses without a host belong to `origin`.
    pub fn start(origin: &str, scripts: Scripts) -> Option<Browser> {
        let driver = driver::driver()?;
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            .build();
        let agent: ureq::Agent = config.new_agent();
        let profile = driver.folder.join(format!("profile-{}", PROFILES.fetch_add(1, Ordering::Relaxed)));
        let asked = capabilities(driver, &profile, scripts);
        let answer = say(&agent, "POST", &format!("{}/session", driver.address), &asked)
            .expect("chromedriver opens a browser");
        let id = answer["sessionId"].as_str().expect("a session").to_owned();
        let session = format!("{}/session/{id}", driver.address);
        let browser = Browser { agent, session, profile, origin: origin.to_owned() };
        // The page a new window shows of its own accord is nobody's matter.
        browser.open("about:blank");
        browser.log("performance");
        browser.size(PHONE);
        Some(browser)
    }

    fn ask(&self, method: &str, path: &str, body: Value) -> Result<Value, String> {
        say(&self.agent, method, &format!("{}/{path}", self.session), &body)
    }

    fn get(&self, path: &str) -> Value {
        self.ask("GET", path, Value::Null).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn post(&self, path: &str, body: Value) -> Value {
        self.ask("POST", path, body).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// A command of Chromium's own.
    pub fn chromium(&self, command: &str, parameters: Value) -> Value {
        self.post("goog/cdp/execute", json!({ "cmd": command, "params": parameters }))
    }

    /// Makes the window of pages this large; a narrow one is a telephone's.
    pub fn size(&self, (width, height): (u32, u32)) {
        let is_phone = width < 600;
        self.chromium(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": is_phone }),
        );
    }

    /// Shows pages as somebody sees them who prefers `light` or `dark`.
    pub fn prefer(&self, scheme: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.chromium("Emulation.setEmulatedMedia", json!({ "features": features }));
    }

    /// Opens an address and waits until the page is there.
    pub fn open(&self, address: &str) {
        let address =
            if address.starts_with('/') { format!("{}{address}", self.origin) } else { address.to_owned() };
        self.post("url", json!({ "url": address }));
    }

    /// Where the window is: the address without the origin.
    pub fn place(&self) -> String {
        let url = self.get("url");
        let url = url.as_str().unwrap_or_default();
        url.strip_prefix(&self.origin).unwrap_or(url).to_owned()
    }

    /// Goes back, as the button of the browser does.
    pub fn back(&self) {
        self.leave(|| drop(self.post("back", json!({}))));
    }

    pub fn reload(&self) {
        self.post("refresh", json!({}));
    }

    /// The first element that fits, if any.
    pub fn seek(&self, css: &str) -> Option<Element> {
        let found = self.ask("POST", "element", json!({ "using": "css selector", "value": css })).ok()?;
        found[ELEMENT].as_str().map(|id| Element(id.to_owned()))
    }

    /// The first element that fits; there must be one.
    pub fn find(&self, css: &str) -> Element {
        self.seek(css).unwrap_or_else(|| panic!("nothing on {} fits {css}", self.place()))
    }

    pub fn has(&self, css: &str) -> bool {
        self.seek(css).is_some()
    }

    /// The words of an element, as they are seen.
    pub fn text(&self, css: &str) -> String {
        let Element(id) = self.find(css);
        self.get(&format!("element/{id}/text")).as_str().unwrap_or_default().to_owned()
    }

    /// The words of the whole page, as they are seen.
    pub fn words(&self) -> String {
        self.text("body")
    }

    pub fn property(&self, css: &str, name: &str) -> Value {
        let Element(id) = self.find(css);
        self.get(&format!("element/{id}/property/{name}"))
    }

    /// Whether an element can be seen.
    pub fn is_seen(&self, css: &str) -> bool {
        let Element(id) = self.find(css);
        self.get(&format!("element/{id}/displayed")) == true
    }

    /// Taps what stays on this page.
    pub fn tap(&self, css: &str) {
        self.tap_on(&self.find(css));
    }

    pub fn tap_on(&self, Element(id): &Element) {
        self.post(&format!("element/{id}/click"), json!({}));
    }

    /// Taps what leads to another page, and waits until that is there.
    pub fn go(&self, css: &str) {
        let element = self.find(css);
        self.leave(|| self.tap_on(&element));
    }

    /// Does what leads to another page, and waits until that is there.
    pub fn leave(&self, act: impl FnOnce()) {
        let Element(old) = self.find("html");
        act();
        let is_old = || self.ask("GET", &format!("element/{old}/name"), Value::Null).is_ok();
        until("the page is left", || !is_old());
        // Any command that needs a page waits for it to be loaded: pageLoadStrategy is normal.
        until("the next page is there", || self.has("body"));
    }

    /// Types into a field.
    pub fn write(&self, css: &str, text: &str) {
        let Element(id) = self.find(css);
        self.post(&format!("element/{id}/value"), json!({ "text": text }));
    }

    /// Empties a field.
    pub fn clear(&self, css: &str) {
        let Element(id) = self.find(css);
        self.post(&format!("element/{id}/clear"), json!({}));
    }

    /// Presses keys, wherever the focus is.
    pub fn press(&self, keys: &str) {
        let each = |key: char| {
            let key = key.to_string();
            [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })]
        };
        let actions: Vec<Value> = keys.chars().flat_map(each).collect();
        self.post("actions", json!({ "actions": [{ "type": "key", "id": "keys", "actions": actions }] }));
    }

    /// Runs a script of the test's own (not of the page's, so its policy does not bind it) and gives its value.
    pub fn script(&self, script: &str) -> Value {
        self.post("execute/sync", json!({ "script": script, "args": [] }))
    }

    /// The same for a script that calls `arguments[0]` when it has done.
    pub fn script_later(&self, script: &str) -> Value {
        self.post("execute/async", json!({ "script": script, "args": [] }))
    }

    /// Takes over the session of somebody who signed in by HTTP.
    pub fn cookie(&self, name: &str, value: &str) {
        let cookie = json!({ "name": name, "value": value, "url": self.origin });
        self.chromium("Network.setCookie", cookie);
    }

    /// Keeps the browser from asking which program telephones: the question would swallow every later tap.
    pub fn without_telephone(&self) {
        self.script(
            "document.addEventListener('click', (event) => { \
             if (event.target.closest('a[href^=\"tel:\"]')) event.preventDefault(); });",
        );
    }

    /// The page goes out of sight and comes back: what happens to it when one telephones. A browser without a screen
    /// hides nothing by itself, so the page is told.
    pub fn look_away(&self) {
        for is_hidden in [true, false] {
            self.script(&format!(
                "Object.defineProperty(document, 'hidden', {{ configurable: true, get: () => {is_hidden} }}); \
                 document.dispatchEvent(new Event('visibilitychange'));"
            ));
        }
    }

    /// What the console and the network told since the last time (`browser` or `performance`), mere hints aside.
    pub fn log(&self, kind: &str) -> Vec<String> {
        let lines = self.post("se/log", json!({ "type": kind }));
        let lines = lines.as_array().cloned().unwrap_or_default();
        let is_loud = |line: &&Value| line["level"] != "DEBUG";
        lines.iter().filter(is_loud).filter_map(|line| line["message"].as_str()).map(str::to_owned).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // What a broken session leaves is ended and removed by the watchdog.
        let _ = say(&self.agent, "DELETE", &self.session, &Value::Null);
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

/// Waits until something holds; the wait is for the event, the pauses only spare the machine.
pub fn until(what: &str, holds: impl Fn() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < end, "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn capabilities(driver: &Driver, profile: &std::path::Path, scripts: Scripts) -> Value {
    let mut args: Vec<String> = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-extensions",
        "--disable-background-networking",
        "--hide-scrollbars",
        "--lang=zh-CN",
        "--window-size=360,740",
    ]
    .map(str::to_owned)
    .into();
    args.push(format!("--user-data-dir={}", profile.display()));
    args.push(format!("--disk-cache-dir={}", driver.folder.join("cache").display()));
    let mut prefs = json!({ "intl.accept_languages": "zh-CN,zh", "credentials_enable_service": false });
    if scripts == Scripts::Off {
        prefs["profile.managed_default_content_settings.javascript"] = json!(2);
    }
    json!({ "capabilities": { "alwaysMatch": {
        "browserName": "chrome",
        "pageLoadStrategy": "normal",
        "timeouts": { "pageLoad": 20000, "script": 30000 },
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        "goog:chromeOptions": { "args": args, "prefs": prefs },
    } } })
}

/// One exchange with chromedriver: the value, or what went wrong.
fn say(agent: &ureq::Agent, method: &str, address: &str, body: &Value) -> Result<Value, String> {
    let answer = match method {
        "GET" => agent.get(address).call(),
        "DELETE" => agent.delete(address).call(),
        _ => agent.post(address).send_json(body),
    };
    let mut answer = answer.map_err(|error| error.to_string())?;
    let text = answer
        .body_mut()
        .with_config()
        .limit(64 << 20)
        .read_to_string()
        .map_err(|error| error.to_string())?;
    let mut value: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let value = value["value"].take();
    match value["error"].as_str() {
        Some(error) => Err(format!("{error}: {}", value["message"].as_str().unwrap_or_default())),
        None => Ok(value),
    }
}
