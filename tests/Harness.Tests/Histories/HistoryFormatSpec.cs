using Coordinator.Harness.Histories;

namespace Coordinator.Harness.Tests.Histories;

public sealed class HistoryFormatSpec
{
    [Fact]
    public void What_was_written_is_read_in_the_order_of_time()
    {
        using var directory = new TempDirectory();
        using var producer = new HistoryWriter(directory.File("b.history"));
        using var consumer = new HistoryWriter(directory.File("a.history"));
        producer.Write(new Begun("a-1", "commit", [new Sent("anna", "a-1/0"), new Sent(null, "a-1/1")]));
        consumer.Write(new Arrived("points", "a-1/0", "anna", "orders/0", 7, 2, "a-1/0"));
        producer.Write(new Committing("a-1"));
        producer.Write(new Told("a-1", Verdict.RolledBack, "look"));

        var read = HistoryFormat.ReadAll(directory.Path);

        Assert.Equal(["a-1", "points", "a-1", "a-1"], read.Select(entry => entry switch
        {
            Begun begun => begun.Id,
            Arrived arrived => arrived.Group,
            Committing committing => committing.Id,
            Told { Verdict: Verdict.RolledBack } told => told.Id,
            _ => "",
        }));
        Assert.Equal([new Sent("anna", "a-1/0"), new Sent(null, "a-1/1")], ((Begun)read[0]).Messages);
        Assert.Equal(7, ((Arrived)read[1]).Offset);
    }

    [Fact]
    public void Line_that_was_cut_off_is_left_out()
    {
        using var directory = new TempDirectory();
        using (var writer = new HistoryWriter(directory.File("a.history")))
            writer.Write(new Prepared("a-1"));
        File.AppendAllText(directory.File("a.history"), "{\"what\":\"prepared\",\"id\":\"a-");

        Assert.Equal("a-1", Assert.IsType<Prepared>(Assert.Single(HistoryFormat.ReadAll(directory.Path))).Id);
    }

    [Fact]
    public void Second_life_of_a_writer_goes_on_where_the_first_ended()
    {
        using var directory = new TempDirectory();
        foreach (var id in (string[])["a-1", "a-2"])
        {
            using var writer = new HistoryWriter(directory.File("a.history"));
            writer.Write(new Prepared(id));
        }

        Assert.Equal(["a-1", "a-2"], HistoryFormat.ReadAll(directory.Path).Cast<Prepared>().Select(entry => entry.Id));
    }
}
