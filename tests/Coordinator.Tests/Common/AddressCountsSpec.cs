using System.Net;
using Coordinator.Common;

namespace Coordinator.Tests.Common;

public sealed class AddressCountsSpec
{
    [Fact]
    public void Address_has_no_more_connections_than_the_limit_and_takes_none_of_another()
    {
        var counts = new AddressCounts(limit: 2);
        Assert.True(counts.TryEnter(IPAddress.Loopback));
        Assert.True(counts.TryEnter(IPAddress.Loopback));

        Assert.False(counts.TryEnter(IPAddress.Loopback));
        Assert.True(counts.TryEnter(IPAddress.IPv6Loopback));
        counts.Leave(IPAddress.Loopback);

        Assert.True(counts.TryEnter(IPAddress.Loopback));
    }
}
