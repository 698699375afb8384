using Coordinator.Participants.Link;

namespace Coordinator.Participants.Tests.Link;

public sealed class ContactPointsSpec
{
    [Fact]
    public void Addresses_are_tried_in_turn_and_each_once_in_a_round()
    {
        var points = new ContactPoints(["localhost:4053", "node-1:4053", "localhost:4053"]);

        Assert.Equal(["localhost:4053", "node-1:4053", "localhost:4053"], Next(points, 3));
    }

    [Fact]
    public void Nodes_that_were_named_come_before_those_that_were_configured()
    {
        var points = new ContactPoints(["localhost:4053"]);

        points.Learn(["node-2:4053", "not a contact point"]);

        Assert.Equal(["node-2:4053", "localhost:4053", "node-2:4053"], Next(points, 3));
    }

    private static string[] Next(ContactPoints points, int count) => [.. Enumerable.Range(0, count).Select(_ => points.Next())];
}
