"""What is said of a file that cannot be taken or handed out just now."""

from __future__ import annotations

from app.web.presenters.marking import N_

FILES = {
    "file_active": N_(
        "“%(name)s”里带有会自动运行的程序，不能收。请用原来的软件另存为普通的 PDF、DOCX 或 XLSX（不带宏和脚本）再传。"
    ),
    "file_too_many_pages": N_("“%(name)s”超过 %(most)s 页，请分成几个文件再传。"),
    "file_infected": N_("“%(name)s”里查出病毒，没有收下。请先给电脑杀毒，再重新导出文件上传。"),
    "file_quarantined": N_("这份文件查出病毒，已经隔离，不能下载。"),
    "file_scanning": N_("这份文件正在查毒，查完才能打开。请过几分钟再试。"),
    "scanner_away": N_("查毒服务暂时不可用，这份文件还不能收。请过几分钟再试。"),
    "disk_full": N_(
        "存放文件的地方暂时满了，这份文件没有收下，别的内容都还在。我们已经记下，请过一会儿再试，或者打窗口电话。"
    ),
    "upload_unknown": N_("这次上传已经过期或者取消了，请重新选文件上传。"),
    "upload_unfinished": N_("“%(name)s”还没有传完，请等它传完再交。"),
    "upload_quota": N_("还没传完的文件太多了，一共最多 %(most)s MB。请先传完或者取消几个，再传新的。"),
    "upload_busy": N_("这份文件正在另一个页面里上传，请等它传完。"),
    "too_many_files": N_("一份材料最多 %(most)s 个文件，请合并几个再传。"),
    "file_too_large_mb": N_("“%(name)s”超过 %(most)s MB，请压缩或者分成几个文件。"),
}
