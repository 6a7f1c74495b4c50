//! The words of registering, and those to which people agree.

use super::consents::Purpose;
use crate::text;

text! {
    /// What is agreed to; each wording is kept as it stands here.
    pub struct ConsentWords;
    contact: "我满 14 岁了，同意村里、镇上和县里按上面说的存我的资料，用来跟我保持联系" / "I am 14 or older, and I agree that my village, township and county keep what I fill in, as said above, to stay in touch with me";
    id_number: "同意存我的证件号，好跟同名的人分开" / "I agree that my ID number is kept, to tell me from others of my name";
    requests: "我提的事，可以转给镇上或部门去办" / "What I ask for may be passed on to the township or the office that can do it";
}

impl ConsentWords {
    /// The wording for a purpose.
    pub const fn of(self, purpose: Purpose) -> &'static str {
        match purpose {
            Purpose::Contact => self.contact(),
            Purpose::IdNumber => self.id_number(),
            Purpose::Requests => self.requests(),
        }
    }
}

text! {
    pub struct RegisterWords;
    title: "外出登记" / "Register";
    lead: "两分钟填完，村里就找得到您。" / "Two minutes, and your village can find you.";
    which_township: "您老家在哪个镇？" / "Which township is your home?";
    which_village: "您老家在哪个村？" / "Which village is your home?";
    other_township: "换个镇" / "Another township";
    known: "登记过了？打开您自己的链接就行。链接丢了，打电话给村里。" / "Registered already? Open your own link. If it is lost, ring the village.";
    home: "老家" / "Home";
    not_this_village: "不是这个村" / "Not this village";
    village: "老家在哪个村" / "Home village";
    choose_village: "请选一个村" / "Choose a village";
    name: "您的姓名" / "Your name";
    name_hint: "写身份证上的名字" / "As on the ID card, in Chinese characters";
    phone: "您的电话" / "Your telephone";
    phone_hint: "村干部会打这个号码跟您核对" / "A cadre will ring this number to check with you";
    destination: "现在在哪里" / "Where you are now";
    destination_hint: "照平时的说法写，像 广东深圳、昆山；说不清就写“不清楚”" / "As you would say it, such as 广东深圳 or 昆山; if you cannot tell, write 不清楚";
    more: "还想多说一点（都可不填）" / "Say a little more (all optional)";
    work: "做什么工作" / "Your work";
    work_hint: "像 电子厂普工、快递" / "Such as factory work, delivery";
    hours: "什么时候打给您方便" / "When to ring";
    hours_hint: "像 晚上 8 点后" / "Such as after 8 in the evening";
    group_no: "老家在几组" / "Village group";
    head_name: "户主姓名" / "Head of the household";
    sex: "性别" / "Sex";
    unsaid: "不填" / "Not said";
    birth_on: "出生日期" / "Birth date";
    birth_hint: "像 1992-03-04；不满 14 岁的，请监护人打电话给村里" / "Such as 1992-03-04; for whoever is under 14 a guardian may ring the village";
    id_kind: "证件" / "Document";
    id_number: "证件号" / "ID number";
    id_hint: "以后打开您自己的页面，用它的后四位" / "Its last four will open your own page";
    wechat: "微信号" / "WeChat";
    note: "想跟村里说的话" / "A word to the village";
    before: "交之前，请您看一看" / "Before you send it";
    who: "谁保管" / "Who keeps it";
    who_keeps(office, township, village): "{office}、{township}和{village}" / "{office}, {township} and {village}";
    your_township: "您老家的镇" / "your township";
    your_village: "村" / "village";
    data_contact(name): "资料的事问{name}" / "About your data: {name}";
    what_for: "做什么用" / "What for";
    purpose: "跟您保持联系，办您提的事" / "To stay in touch with you and see to what you ask for";
    how_long: "存多久" / "How long";
    how_long_words: "您在外期间一直存。您说不要，当天停用，满 30 天删掉；法律要求必须留的除外" / "While you are away. If you say no, it is locked that day and erased after 30 days, unless a law requires it to be kept";
    whom_to_ring: "问谁" / "Whom to ring";
    more_privacy: "存哪些资料，谁能看" / "What is kept, and who may look";
    agree: "您同意的，请打勾" / "Tick what you agree to";
    consent_opt: "留了证件号才要" / "only with an ID number";
    send(village): "交给{village}" / "Send it to {village}";
    send_any: "交给村里" / "Send it to the village";
    busy_title: "登记的人太多，请等一等" / "Many are registering: please wait";
    busy(seconds): "您填的都还在。过 {seconds} 秒再点一次下面的按钮；等不及就打电话给村里：" / "What you typed is still here. In {seconds} seconds tap the button below once more, or ring the village:";
    closed_title: "网上登记还没有开" / "Registering here is not open yet";
    closed_why: "县里还没有把谁保管资料、有事找谁写清楚，所以先不收资料。请打电话给村里或镇上。" / "The county has not yet said who keeps your data and whom to ring, so nothing is taken here. Please ring your village or township.";
}

text! {
    pub struct VillageWords;
    numbers: "找谁" / "Whom to ring";
    no_number: "还没有公布号码" / "no number published yet";
    register: "我在外地，登个记" / "I work away: register";
    poster: "打印登记海报" / "Print the poster";
    villages: "各村" / "Its villages";
    poster_title(village): "在外的{village}乡亲，扫一扫，登个记" / "Away from {village}? Scan and register";
    poster_what: "家里有事找得到您，您有事找得到家里。两分钟填完，不收钱。" / "Home can find you, and you can find home. Two minutes, no charge.";
    poster_ring: "不会扫？打电话：" / "Cannot scan? Ring:";
    poster_by_hand: "或者在手机上打开：" / "Or open on a phone:";
    print: "打印" / "Print";
    print_how: "用 A4 纸打印，贴在村口、车站、小卖部。" / "Prints on A4: for the village gate, the station, the shop.";
}
