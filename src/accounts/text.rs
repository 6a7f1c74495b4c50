//! The words of one's own account page.

use crate::text;

text! {
    pub struct AccountWords;
    title: "我的" / "Mine";
    you_are(name): "{name}，您好" / "{name}";
    acting_as(place, role): "您现在的岗位：{place}，{role}" / "Your present post: {role}, {place}";
    no_post: "您现在没有岗位，看不到乡亲的资料。请打电话给镇上。" / "You hold no post at present, so there is nobody to see. Please ring the township.";
    nothing_waits: "现在没有等您办的事。" / "Nothing waits for you at present.";
    posts: "换个岗位" / "Switch post";
    act_as(place, role): "换到 {place}，{role}" / "Act as {role}, {place}";
    county: "全县" / "the county";
    until(day): "到 {day} 为止" / "until {day}";
    list: "导出名单" / "Take a list out";
    office: "登记海报和办公室号码" / "Poster and office numbers";
    password: "换密码" / "Change the password";
    first_password: "先给自己定个密码" / "First choose a password";
    first_password_why: "起始码只能用一次。定好密码，下次就用它登录。" / "The start code works only once. From now on you sign in with the password you choose.";
    present: "现在的密码" / "Present password";
    new_password: "新密码" / "New password";
    new_password_hint: "8 个字以上，别用生日和电话" / "8 characters or more; no birthday, no telephone number";
    again: "新密码再填一次" / "The new password once more";
    save_password: "换成新密码" / "Change it";
    set_password: "就用这个密码" / "Use this password";
    password_changed: "密码换好了。别的手机和电脑上都要重新登录。" / "The password is changed. Other devices must sign in again.";
    devices: "在哪些地方登录着" / "Where you are signed in";
    this_device: "就是这台" / "this one";
    last_used(at): "最近用过 {at}" / "last used {at}";
    end_device: "让它退出" / "Sign it out";
    end_others: "除了这台，都退出" / "Sign out all others";
    devices_ended: "已经退出。" / "Signed out.";
    post_switched: "岗位换好了。" / "You act in the other post now.";
    language: "语言" / "Language";
    use_other: "Use English" / "用中文";
    sign_out: "退出登录" / "Sign out";
}
