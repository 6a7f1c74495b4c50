//! argv → one subcommand.

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    // Memory comes in pages of 4 KB, not of 2 MB: a server at rest then holds half as much, and nothing takes longer. Where
    // the kernel cannot, it goes on as it is.
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
    match kith::cli::run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("kith: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}
