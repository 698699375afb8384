using System.Diagnostics;
using Coordinator.Harness.Processes;

namespace Coordinator.Harness.Tests.Processes;

/// <summary>Child processes on Unix: output, signals, and their end with their parent.</summary>
public sealed class ChildProcessSpec
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Line_is_found_after_others_and_exit_code_is_returned()
    {
        await using var child = Shell("echo first; echo 'ready now'; echo problem >&2; exit 7");

        Assert.Equal("ready now", await child.LineAsync("ready ", Timeout));
        Assert.Equal(7, await child.ExitAsync(Timeout));
        Assert.Contains("problem", child.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_line_is_reported_with_the_output_when_the_process_ends()
    {
        await using var child = Shell("echo 'no such option'");

        var failure = await Assert.ThrowsAsync<HarnessException>(() => child.LineAsync("ready ", Timeout));

        Assert.Contains("ended without a line 'ready '", failure.Message, StringComparison.Ordinal);
        Assert.Contains("no such option", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_line_is_reported_when_time_is_up()
    {
        await using var child = Shell("exec sleep 600");

        var failure = await Assert.ThrowsAsync<HarnessException>(() => child.LineAsync("ready ", TimeSpan.FromMilliseconds(100)));

        Assert.Contains("wrote no line 'ready '", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StopRequest.EndOfInput, "read -r line; echo ended >\"$0\"; exit 3")]
    [InlineData(StopRequest.Terminate, "trap 'echo ended >\"$0\"; exit 3' TERM; echo ready; while :; do sleep 0.05; done")]
    [InlineData(StopRequest.Quit, "trap 'echo ended >\"$0\"; exit 3' QUIT; echo ready; while :; do sleep 0.05; done")]
    public async Task Process_is_asked_to_stop_as_its_options_say(StopRequest request, string script)
    {
        using var directory = new TempDirectory();
        var file = directory.File("ended");
        await using (var child = Shell(script, file, new ChildProcessOptions { Stop = request }))
        {
            if (request != StopRequest.EndOfInput)
                await child.LineAsync("ready", Timeout);
        }

        Assert.True(File.Exists(file));
    }

    [Fact]
    public async Task Process_that_does_not_stop_is_killed()
    {
        var options = new ChildProcessOptions { Stop = StopRequest.Terminate, StopTimeout = TimeSpan.FromMilliseconds(200) };
        await using var child = Shell("trap '' TERM; echo ready; while :; do sleep 0.05; done", options: options);
        await child.LineAsync("ready", Timeout);

        await child.StopAsync();

        Assert.True(child.HasExited);
        Assert.Contains("did not stop within", child.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paused_process_writes_nothing_until_it_is_resumed()
    {
        await using var child = Shell("while read -r line; do echo \"got $line\"; done");
        await child.TellAsync("one");
        await child.LineAsync("got one", Timeout);

        child.Pause();
        await child.TellAsync("two");
        await Assert.ThrowsAsync<HarnessException>(() => child.LineAsync("got two", TimeSpan.FromMilliseconds(300)));
        child.Resume();

        await child.LineAsync("got two", Timeout);
    }

    [Fact]
    public async Task Process_and_commands_end_with_the_cleanup_that_watches_them()
    {
        using var directory = new TempDirectory();
        var file = directory.File("commands");
        var cleanup = new ProcessCleanup();
        await using var child = Shell("exec sleep 600", options: new ChildProcessOptions { Cleanup = cleanup });
        cleanup.AtEnd($"echo earlier >>'{file}'");
        cleanup.AtEnd($"echo later >>'{file}'");

        cleanup.Dispose();

        await child.ExitAsync(Timeout);
        Assert.Equal(["later", "earlier"], await File.ReadAllLinesAsync(file));
    }

    [Fact]
    public async Task Process_that_has_ended_is_not_killed_again()
    {
        using var directory = new TempDirectory();
        using (var cleanup = new ProcessCleanup())
        {
            await using var child = Shell("exit 0", options: new ChildProcessOptions { Cleanup = cleanup });
            await child.ExitAsync(Timeout);
        }
    }

    private static ChildProcess Shell(string script, string name = "sh", ChildProcessOptions? options = null) =>
        ChildProcess.Start(new ProcessStartInfo("/bin/sh", ["-c", script, name]), options);
}
