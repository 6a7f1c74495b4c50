//! A client that behaves like a browser: cookies, Origin, redirects followed when asked.

use std::time::Duration;

/// A browser of somebody.
pub struct Client {
    agent: ureq::Agent,
    origin: String,
}

/// An answer.
pub struct Page {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Client {
    pub fn new(origin: &str) -> Client {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(Duration::from_secs(20)))
            .build();
        Client { agent: config.new_agent(), origin: origin.to_owned() }
    }

    pub fn get(&self, path: &str) -> Page {
        page(self.agent.get(format!("{}{path}", self.origin)).call())
    }

    /// The bytes of an answer that must be there.
    pub fn get_bytes(&self, path: &str) -> Vec<u8> {
        let mut answer = self.agent.get(format!("{}{path}", self.origin)).call().expect("the server answers");
        assert_eq!(answer.status().as_u16(), 200, "{path}");
        answer.body_mut().read_to_vec().expect("its bytes")
    }

    /// The same; none where no address can be made of it.
    pub fn try_get(&self, path: &str) -> Option<Page> {
        self.agent.get(format!("{}{path}", self.origin)).call().ok().map(|answer| page(Ok(answer)))
    }

    pub fn get_in(&self, path: &str, language: &str) -> Page {
        page(self.agent.get(format!("{}{path}", self.origin)).header("Accept-Language", language).call())
    }

    pub fn head(&self, path: &str) -> Page {
        page(self.agent.head(format!("{}{path}", self.origin)).call())
    }

    /// Sends a form as a page of ours would; the redirect is not followed.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let request = self.agent.post(format!("{}{path}", self.origin)).header("Origin", &self.origin);
        page(request.send_form(fields.iter().copied()))
    }

    /// The same to a server that may be gone; none where no answer came.
    pub fn try_post(&self, path: &str, fields: &[(&str, &str)]) -> Option<Page> {
        let request = self.agent.post(format!("{}{path}", self.origin)).header("Origin", &self.origin);
        request.send_form(fields.iter().copied()).ok().map(|answer| page(Ok(answer)))
    }

    /// Sends a form and goes where it leads.
    pub fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let answer = self.post(path, fields);
        match answer.location() {
            Some(next) if answer.status == 303 => self.get(&next),
            _ => answer,
        }
    }

    /// Sends a file by a form, with its other fields.
    pub fn post_file(&self, path: &str, file: (&str, &[u8]), fields: &[(&str, &str)]) -> Page {
        let mut body = Vec::new();
        for (name, value) in fields {
            let part =
                format!("--kith\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!(
            "--kith\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n",
            file.0
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(file.1);
        body.extend_from_slice(b"\r\n--kith--\r\n");
        let origin = self.origin.clone();
        let headers = [("Origin", origin.as_str()), ("Content-Type", "multipart/form-data; boundary=kith")];
        self.send(path, &headers, &body)
    }

    /// Sends raw bytes under headers of one's own.
    pub fn send(&self, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Page {
        let mut request = self.agent.post(format!("{}{path}", self.origin));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        page(request.send(body))
    }
}

fn page(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Page {
    let mut answer = answer.expect("the server answers");
    let headers = answer
        .headers()
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()));
    let headers = headers.collect();
    let body = answer.body_mut().read_to_string().unwrap_or_default();
    Page { status: answer.status().as_u16(), headers, body }
}

impl Page {
    pub fn has(&self, words: &str) -> bool {
        self.body.contains(words)
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn location(&self) -> Option<String> {
        self.header("location").map(str::to_owned)
    }

    /// The value of a form's field.
    pub fn value(&self, name: &str) -> Option<String> {
        let at = self.body.find(&format!("name=\"{name}\""))?;
        let tag = &self.body[at..at + self.body[at..].find('>')?];
        let value = &tag[tag.find("value=\"")? + 7..];
        Some(value[..value.find('"')?].to_owned())
    }

    /// The words of the page without its markup.
    pub fn words(&self) -> String {
        let mut words = String::new();
        let mut is_tag = false;
        for letter in self.body.chars() {
            match letter {
                '<' => is_tag = true,
                '>' => is_tag = false,
                _ if !is_tag => words.push(letter),
                _ => {}
            }
        }
        words
    }
}
