using Coordinator.Participants.Link;

namespace Coordinator.Participants.Tests.Link;

public sealed class ContactPointsSpec
{
    [Fact]
    public void Localhost_is_tried_as_the_loopback_address_first()
    {
        var points = new ContactPoints(["localhost:4053", "node-1:4053"]);

        Assert.Equal(["127.0.0.1:4053", "localhost:4053", "node-1:4053", "127.0.0.1:4053"], Next(points, 4));
    }

    [Fact]
    public void Nodes_that_were_named_come_before_those_that_were_configured()
    {
        var points = new ContactPoints(["localhost:4053"]);

        points.Learn(["node-2:4053", "not a contact point"]);

        Assert.Equal(["node-2:4053", "127.0.0.1:4053", "localhost:4053"], Next(points, 3));
    }

    private static string[] Next(ContactPoints points, int count) => [.. Enumerable.Range(0, count).Select(_ => points.Next())];
}
