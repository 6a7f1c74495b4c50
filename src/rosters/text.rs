//! Sentences about files that cannot be read, in both languages.

crate::text! {
    /// What whoever sent a roster is told of it.
    pub struct Text;
    too_large: "文件太大了：最多 50 MB。请分成几个文件再上传。" / "The file is too large: at most 50 MB. Please split it and send the parts.";
    too_many_rows: "行数太多了：最多 20 万行。请分成几个文件再上传。" / "Too many rows: at most 200,000. Please split the file and send the parts.";
    bomb: "这个文件解压后大得不正常，没有打开。请用 Excel 或 WPS 打开后另存一份再上传。" / "Unpacked, this file would be far too large; it was not opened. Please open it in Excel or WPS, save it anew and send that.";
    entities: "这个文件里有表格不会有的内容，没有打开。请用 Excel 或 WPS 打开后另存一份再上传。" / "This file holds something no workbook has; it was not opened. Please open it in Excel or WPS, save it anew and send that.";
    locked: "这个文件有密码。请先取消密码再上传。" / "This file is locked with a password. Please remove the password and send it again.";
    broken: "这个文件打不开，可能没有传完或者损坏了。请用 Excel 或 WPS 打开后另存一份再上传。" / "This file cannot be opened; it may be cut off or damaged. Please open it in Excel or WPS, save it anew and send that.";
    no_table: "这不是表格文件。可以上传 xlsx、xls、ods、csv、txt。" / "This is no table. You can send xlsx, xls, ods, csv or txt.";
    empty: "文件是空的。" / "The file is empty.";
    nobody_found: "没有找到人员名单：表头里要有“姓名”。" / "No list of people was found: one of the headers must be “姓名” (name).";
}
