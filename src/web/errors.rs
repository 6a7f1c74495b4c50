//! Error pages: what happened in plain words, in the reader's language, and a way on. The inside goes to the log.

use super::{Frame, SignInPage, page_with, see_other, shell};
use crate::{error::Error, i18n::Lang, text};
use actix_web::{
    HttpRequest, HttpResponse, ResponseError,
    body::BoxBody,
    dev::ServiceResponse,
    http::{Method, StatusCode, header},
};
use askama::Template;

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Error::NotFound => StatusCode::NOT_FOUND,
            Error::Forbidden | Error::OtherSite => StatusCode::FORBIDDEN,
            Error::SignInRequired | Error::PasswordRequired | Error::LinkRequired => StatusCode::UNAUTHORIZED,
            Error::BadRequest => StatusCode::BAD_REQUEST,
            Error::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Error::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Error::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Error::OtherForm | Error::Stale => StatusCode::CONFLICT,
            Error::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
            Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    frame: Frame,
    title: &'static str,
    what: &'static str,
    way_on: (&'static str, &'static str),
}

/// The page for an answer that is an error without one; `None` for answers that stand as they are.
pub fn page_for(answer: &ServiceResponse<BoxBody>) -> Option<HttpResponse> {
    let req = answer.request();
    let status = answer.status();
    let error = answer.response().error().and_then(|error| error.as_error::<Error>());
    if let Some(error @ (Error::Internal(_) | Error::Busy(_))) = error {
        tracing::error!(%error, route = req.match_pattern(), "failed");
    }
    let is_bare =
        error.is_some() || (status.is_client_error() || status.is_server_error()) && is_empty(answer);
    if !is_bare {
        return None;
    }
    if matches!(error, Some(Error::SignInRequired)) {
        return Some(to_sign_in(req));
    }
    if matches!(error, Some(Error::PasswordRequired)) {
        return Some(see_other("/account/password"));
    }
    let lang = shell::language(req);
    if matches!(error, Some(Error::LinkRequired)) {
        return Some(to_link(lang).unwrap_or_else(|_| HttpResponse::new(status)));
    }
    if matches!(error, Some(Error::OtherSite)) {
        let t = Words(lang);
        let shown = error_page(lang, status, (t.other_site(), t.other_site_why()));
        return Some(shown.unwrap_or_else(|_| HttpResponse::new(status)));
    }
    let mut page = render(lang, status).unwrap_or_else(|_| HttpResponse::new(status));
    match error {
        Some(Error::TooMany(seconds)) => retry_after(&mut page, *seconds),
        Some(Error::Busy(_)) => retry_after(&mut page, 3),
        _ => {}
    }
    Some(page)
}

fn is_empty(answer: &ServiceResponse<BoxBody>) -> bool {
    use actix_web::body::{BodySize, MessageBody};
    matches!(answer.response().body().size(), BodySize::None | BodySize::Sized(0))
        || !answer.headers().contains_key(header::CONTENT_TYPE)
}

fn retry_after(page: &mut HttpResponse, seconds: u32) {
    page.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
}

/// Asks a stranger to sign in; a half-written form goes along.
fn to_sign_in(req: &HttpRequest) -> HttpResponse {
    if let Some(form) = shell::half_written(req) {
        let page = SignInPage::over(Frame::public(shell::language(req)), &form);
        return page_with(StatusCode::UNAUTHORIZED, &page).unwrap_or_else(|_| see_other("/sign-in"));
    }
    let wanted = req.path();
    if *req.method() == Method::GET && wanted != "/" {
        see_other(format!("/sign-in?next={wanted}"))
    } else {
        see_other("/sign-in")
    }
}

/// Asks a resident to open their own link; the way on is the form for whoever has none.
fn to_link(lang: Lang) -> Result<HttpResponse, Error> {
    let t = Words(lang);
    let (title, what, way_on) = (t.link_required(), t.link_required_why(), ("/register", t.register()));
    page_with(StatusCode::UNAUTHORIZED, &ErrorPage { frame: Frame::public(lang), title, what, way_on })
}

fn render(lang: Lang, status: StatusCode) -> Result<HttpResponse, Error> {
    let t = Words(lang);
    let (title, what) = match status.as_u16() {
        404 => (t.not_found(), t.not_found_why()),
        403 => (t.forbidden(), t.forbidden_why()),
        400 => (t.bad_request(), t.bad_request_why()),
        405 => (t.bad_request(), t.method_why()),
        408 => (t.too_slow(), t.too_slow_why()),
        409 => (t.conflict(), t.conflict_why()),
        413 => (t.too_large(), t.too_large_why()),
        429 => (t.too_many(), t.too_many_why()),
        503 => (t.busy(), t.busy_why()),
        _ => (t.fault(), t.fault_why()),
    };
    error_page(lang, status, (title, what))
}

fn error_page(
    lang: Lang,
    status: StatusCode,
    (title, what): (&'static str, &'static str),
) -> Result<HttpResponse, Error> {
    let way_on = ("/", Words(lang).home());
    page_with(status, &ErrorPage { frame: Frame::public(lang), title, what, way_on })
}

text! {
    struct Words;
    home: "回到首页" / "Back to the first page";
    not_found: "没有这一页" / "There is no such page";
    not_found_why: "地址可能不全，或者这一页不归您看。" / "The address may be incomplete, or the page is not yours to see.";
    forbidden: "这里您进不去" / "This room is not open to you";
    forbidden_why: "您现在的岗位没有这一项。要用的话，请打电话给镇上。" / "Your present post has no key to it. Ring the township if you need it.";
    other_site: "这一步没有收" / "This was not taken";
    other_site_why: "不是从这里的页面送来的，什么都没有改。请回到上一页再按一次；还不行，就换手机自带的浏览器打开，或者打电话给村里。" / "It did not come from a page of ours; nothing was changed. Please go back and press again; if that fails, use your phone’s own browser, or ring the village.";
    link_required: "请打开您自己的链接" / "Please open your own link";
    link_required_why: "这一页要从您自己的链接或二维码进来。链接在登记时给过您；丢了，打电话给村里，村里给您一个新的。" / "This page opens by your own link or QR code, given to you when you registered. If it is lost, ring the village for a new one.";
    register: "还没登记过，去登记" / "Not registered yet? Register";
    bad_request: "这一步没看懂" / "This could not be read";
    bad_request_why: "送来的内容读不出来，什么都没有改。请回到上一页再来一次。" / "What was sent could not be read; nothing was changed. Please go back and try again.";
    method_why: "这个地址不能这样用，什么都没有改。" / "This address cannot be used that way; nothing was changed.";
    too_slow: "网络太慢，没收全" / "The connection was too slow";
    too_slow_why: "什么都没有改。等信号好一点，请回到上一页再来一次。" / "Nothing was changed. When the signal is better, please go back and try again.";
    conflict: "这张表已经用过了" / "This form has been used";
    conflict_why: "同一张表送来了两份不同的内容，只记了先到的一份。请重新打开再填。" / "Two different contents came under one form; only the first was kept. Please open the form afresh.";
    too_large: "内容太多了" / "This is too much at once";
    too_large_why: "一次最多 512 KB，什么都没有改。请分几次来。" / "At most 512 KB at once; nothing was changed. Please send it in parts.";
    too_many: "试得太多次了" / "Too many tries";
    too_many_why: "请歇几分钟再试，或者打电话找人帮忙。" / "Please wait a few minutes, or ring somebody for help.";
    busy: "现在忙不过来" / "Too busy just now";
    busy_why: "什么都没有改。请过几秒再来一次，您填的还在上一页。" / "Nothing was changed. Please try again in a few seconds; what you typed is still on the page before.";
    fault: "我们这里出错了" / "Something went wrong on our side";
    fault_why: "什么都没有改，已经记下来让人去查。请过一会儿再试。" / "Nothing was changed, and it has been noted for mending. Please try again later.";
}
