using Akka.Actor;
using Akka.TestKit.Xunit2;
using Coordinator.Harness;
using Coordinator.Hosting.Serialization;
using Coordinator.Persistence;
using Coordinator.Recovery;
using Coordinator.Tests.Persistence;

namespace Coordinator.Tests.Recovery;

public sealed class SweepMarksSpec
{
    [Fact]
    public async Task Mark_that_was_saved_last_is_loaded()
    {
        using var directory = new TempDirectory();
        var database = Database.Sqlite(directory.File("coordinator.db"));
        await new SchemaInstaller(database).InstallAsync();
        using var kit = new TestKit(JournalConfig.Of(database));
        var marks = SweepMarks.Of(kit.Sys);
        Assert.Null(await marks.LoadAsync());

        await marks.SaveAsync(new SweepMark(10, [3, 7]));
        await marks.SaveAsync(new SweepMark(20, [7]));

        var loaded = await marks.LoadAsync();
        Assert.Equal(20, loaded?.Place);
        Assert.Equal([7], loaded!.Kept);
    }

    [Fact]
    public void Mark_keeps_its_bytes()
    {
        using var kit = new TestKit();
        var serializer = new JournalSerializer((ExtendedActorSystem)kit.Sys);
        var mark = new SweepMark(300, [1, 200]);

        Assert.Equal("sm", serializer.Manifest(mark));
        Assert.Equal("08ac02120301c801", Convert.ToHexStringLower(serializer.ToBinary(mark)));
        var read = Assert.IsType<SweepMark>(serializer.FromBinary(Convert.FromHexString("08ac02120301c801"), "sm"));
        Assert.Equal((300, 2), (read.Place, read.Kept.Count));
    }
}
