//! The words of the pages for everybody.

use crate::text;

text! {
    pub struct HomeWords;
    title: "人在外乡，家里有人惦记" / "Far away, and thought of at home";
    couplet_first: "人在外乡" / "Far away,";
    couplet_second: "家里有人惦记" / "and thought of at home";
    lead(county): "乡联簿帮{county}和在外的乡亲保持联系：家里有事找得到您，您有事找得到家里。" / "Kith keeps {county} in touch with its people who work away: home can find you, and you can find home.";
    no_county: "县里" / "the county";
    away: "我在外地务工" / "I work away from home";
    away_what: "登个记，家里有事找得到您" / "Register, and home can find you";
    mine: "打开我的页面" / "Open my page";
    mine_what: "报平安，找家里帮忙，看自己的资料" / "Say you are well, ask for help, see your record";
    cadre: "我是干部" / "I am a cadre";
    cadre_what: "登录，看今天该联系谁" / "Sign in and see whom to call today";
    keeps: "我们存哪些资料，谁能看" / "What we keep, and who may look";

    help_title: "怎么用，找谁" / "How it works, and whom to ring";
    help_away: "我在外地务工" / "I work away from home";
    help_away_ring: "扫村里的二维码，或者点下面登记，两分钟填完。填不来就打电话：打给您村里的干部最快，打给下面的办公室也行。" / "Scan your village\u{2019}s code or register below, in two minutes. If you cannot, ring: the cadre of your village is quickest, the office below will do as well.";
    help_away_plain: "扫村里的二维码，或者点下面登记，两分钟填完。填不来就打电话给您村里的干部。" / "Scan your village\u{2019}s code or register below, in two minutes. If you cannot, ring the cadre of your village.";
    help_register: "去登记" / "Register";
    help_away_link: "登记完给您一个自己的链接：报平安、找家里帮忙、看存了什么、谁看过，都从那里进。链接丢了，请村里换一个。" / "Afterwards you have a link of your own: to say you are well, to ask for help, to see what is kept and who looked. If it is lost, the village gives you a new one.";
    help_away_what: "告诉村里您的新号码、在哪个地方、要不要办事。村里记下来，以后好找您。" / "Tell the village your new number, where you are, and whether you need something done. The village writes it down and can find you later.";
    help_away_calls: "村干部会按时给您打电话问个平安，不收钱，不要验证码，也不要银行卡号。谁问您要这些，请挂断。" / "A cadre rings now and then to ask how you are. Nobody asks for money, codes or bank cards; if somebody does, hang up.";
    help_cadre: "我是干部" / "I am a cadre";
    help_first: "第一次登录" / "The first time";
    help_first_how: "用户名和起始码在镇上发的条子上。点“我是干部”，填上这两样，再给自己定个密码，以后就用密码。" / "User name and start code are on the slip from the township. Choose \u{201c}I am a cadre\u{201d}, type both, then choose a password of your own.";
    help_lost: "密码忘了" / "A forgotten password";
    help_lost_how: "打电话给镇上，镇上给您一张新条子，当场就能用。镇上自己的账号找县里。" / "Ring the township: it hands you a new slip at once. Township officers ring the county.";
    help_outcomes: "打完电话点哪个" / "Which outcome to choose";
    help_reached: "本人亲口说了话。" / "You spoke with the person.";
    help_relative: "家里人接的，答应转告，也算联系上。" / "Somebody of the family answered and passes it on; this counts as contact.";
    help_no_answer: "响了没人接，过几天再打。" / "It rang and nobody answered; try again in some days.";
    help_dead: "空号、停机。这个号码就不再打了，换一个。" / "The number is out of service. It is not dialled again; try another.";
    help_wrong: "接的人不认识他。这个号码也不再打。" / "Whoever answered does not know the person. It is not dialled again either.";
    help_declined: "本人说别再打了。照他说的办，半年里不再派给您；他自己来联系就恢复。" / "The person wants no calls. That is respected: for half a year they come up no more, unless they get in touch themselves.";
    help_mistake: "点错了不要紧，本人的那一页上能撤回。" / "A wrong tap is no harm: it can be withdrawn on the person\u{2019}s page.";
    help_ring: "还是不会" / "Still stuck";
    help_ring_why: "打电话，有人一步一步教您。" / "Ring: somebody will take you through it step by step.";
    help_ring_village: "请打电话给村里或镇上。" / "Please ring the village or the township.";
    sign_in: "去登录" / "Sign in";

    privacy_title: "我们存哪些资料，谁能看" / "What we keep, and who may look";
    privacy_who: "谁在管" / "Who keeps it";
    privacy_what_for: "做什么用" / "What it is for";
    privacy_purpose_plain: "和在外的乡亲保持联系，家里有事找得到人，有难处有人办。" / "To keep in touch with people who work away: to find them when home needs them, and to help when they are in difficulty.";
    privacy_unset: "县里还没有填好这一栏。" / "The county has not filled this in yet.";
    privacy_what: "存的是什么" / "What is kept";
    privacy_what_one: "姓名、户籍所在的村和户、出生日期、证件号、电话和微信、去向、每次联系的日子和结果、您提的事。" / "Name, village and household, birth date, ID number, telephone and WeChat, where you work, the day and outcome of each contact, what you asked for.";
    privacy_sealed: "证件号、电话、微信、QQ、邮箱是加了密存的，页面上只露头尾几位，像 138****5678。" / "ID numbers, telephone numbers, WeChat, QQ and e-mail are stored encrypted; pages show only their ends, like 138****5678.";
    privacy_look: "谁能看" / "Who may look";
    privacy_look_village: "本村的干部，和本镇的工作人员。别的村、别的镇看不到。" / "The cadres of your own village and the officers of your own township. Others cannot.";
    privacy_look_department: "您有事交给哪个部门办，那个部门只看得到这件事，办完就看不到了。" / "A department sees only the matter you brought to it, and only until it is answered.";
    privacy_look_county: "县里平时只看总数，不看个人。不排名，不打分，名单不公开。" / "The county sees figures, not people. Nobody is ranked or scored, and no list is public.";
    privacy_look_trace: "谁打开过您的那一页，都记着姓名、单位和时间，您可以问，可以查。" / "Whoever opens your record is noted with name, office and time; you may ask who it was.";
    privacy_long: "存多久" / "For how long";
    privacy_long_closed: "记录注销后存 2 年。谁看过、谁改过的留痕存 3 年。" / "A closed record is kept for 2 years; the trail of who looked and changed, for 3.";
    privacy_long_withdrawn: "您不同意了，说一声，记录当天锁住，满 30 天删掉；法律要求必须留的，会告诉您是哪一条。" / "If you withdraw your consent, the record is locked that day and erased after 30 days, unless a law requires it to be kept; you are told which.";
    privacy_rights: "您可以要求的" / "What you may ask";
    privacy_rights_what: "看、抄一份、改错的、删掉，或者别再打电话给您。跟村干部说，或者打下面的电话。" / "To see it, to have a copy, to correct it, to have it erased, or to be called no more. Tell your cadre, or ring the number below.";
    privacy_ring: "找谁问" / "Whom to ring";
    privacy_filing: "备案" / "Filing";
}
