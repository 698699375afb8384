using Coordinator.Bench.Measuring;

namespace Coordinator.Bench.Tests.Measuring;

public sealed class SampleLogSpec : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("bench-tests-");

    private string File => Path.Combine(_directory.FullName, "samples.bin");

    [Fact]
    public void A_log_returns_what_was_added()
    {
        // More than a block of the file.
        Sample[] samples = [.. Enumerable.Range(0, 10_000).Select(number => new Sample(number, number + 7L))];
        using (var log = new SampleLog(File))
        {
            foreach (var sample in samples)
                log.Add(sample);
        }

        Assert.Equal(samples, SampleLog.Read(File));
    }

    [Fact]
    public void A_closed_log_ignores_what_comes_late()
    {
        var log = new SampleLog(File);
        log.Dispose();
        log.Add(new Sample(1, 2));
        Assert.Empty(SampleLog.Read(File));
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
