//! The sign-in page: shown at `/sign-in`, and by the shell when a session ended over a half-written form.

use super::{Frame, HalfWritten, Said};
use crate::text;
use askama::Template;

/// What the sign-in page shows.
#[derive(Template)]
#[template(path = "sign_in.html")]
pub struct SignInPage {
    pub frame: Frame,
    pub username: String,
    pub next: String,
    /// The form that waits for this sign-in: its path and its body.
    pub waiting: Option<(String, String)>,
    /// A sentence on top: why one is asked, or what was wrong.
    pub notice: Option<&'static str>,
    pub said: Said,
}

impl SignInPage {
    /// An empty sign-in page that leads to `next`.
    pub fn new(frame: Frame, next: String) -> SignInPage {
        SignInPage {
            frame,
            username: String::new(),
            next,
            waiting: None,
            notice: None,
            said: Said::default(),
        }
    }

    /// The page for somebody whose session ended over a form.
    pub fn over(frame: Frame, form: &HalfWritten) -> SignInPage {
        let body = String::from_utf8_lossy(&form.body).into_owned();
        let notice = Some(SignInWords(frame.lang).ended());
        SignInPage {
            waiting: Some((form.path.clone(), body)),
            notice,
            ..SignInPage::new(frame, String::new())
        }
    }

    fn t(&self) -> SignInWords {
        SignInWords(self.frame.lang)
    }
}

text! {
    /// The words of the sign-in page.
    pub struct SignInWords;
    title: "干部登录" / "Sign in";
    username: "用户名" / "User name";
    username_hint: "镇上发给您的，在那张条子上" / "The township gave it to you; it is on your slip";
    password: "密码" / "Password";
    password_hint: "大小写要分清，可以粘贴；第一次登录填条子上的起始码" / "Capitals matter, pasting works; the first time, type the start code on your slip";
    show: "看看密码" / "Show the password";
    remember: "这是我自己的手机，30 天内不用再登录" / "This is my own phone: stay signed in for 30 days";
    sign_in: "登录" / "Sign in";
    not_staff: "我不是干部，我在外地务工" / "I am not a cadre, I work away";
    ended: "您的登录到期了。您填的都还在，登录后接着办。" / "Your session has ended. What you typed is kept: sign in and go on.";
    wrong: "用户名或密码不对，请再看一眼条子。" / "The user name or the password is not right. Please look at your slip again.";
    wait: "试得太多次了，请过几分钟再来。" / "Too many tries. Please wait a few minutes.";
    busy: "现在登录的人多，请过几秒再来一次。" / "Many are signing in just now. Please try again in a few seconds.";
    go_on: "接着办" / "Go on";
    go_on_title: "登录好了，刚才填的还在" / "Signed in; what you typed is kept";
    go_on_why: "按下面的按钮，就按您刚才填的记下。" / "The button below sends it just as you typed it.";
}
