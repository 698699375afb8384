using System.Text.Json;
using Coordinator.Bench.Pauses;

namespace Coordinator.Bench.Tests.Pauses;

public sealed class ProbeReportSpec
{
    [Fact]
    public void A_report_survives_the_pipe()
    {
        var report = new ProbeReport(RealTime: true, [new MachineStop(long.MaxValue - 9, long.MaxValue)]);
        var read = ProbeReport.Read(JsonSerializer.Serialize(report));
        Assert.True(read.RealTime);
        Assert.Equal(report.Stops, read.Stops);
    }
}
