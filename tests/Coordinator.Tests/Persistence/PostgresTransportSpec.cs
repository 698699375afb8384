using Coordinator.Persistence;

namespace Coordinator.Tests.Persistence;

public sealed class PostgresTransportSpec
{
    [Theory]
    [InlineData("Host=db.example", "db.example", "Prefer")]
    [InlineData("Host=10.0.0.5;SSL Mode=Disable", "10.0.0.5", "Disable")]
    [InlineData("Host=db.example;SSL Mode=Allow", "db.example", "Allow")]
    [InlineData("Host=db.example:5433;SSL Mode=Require", "db.example:5433", "Require")]
    [InlineData("Host=localhost,db.example;SSL Mode=Require", "db.example", "Require")]
    [InlineData("Host=2001:db8::5", "2001:db8::5", "Prefer")]
    public void Remote_database_without_a_verified_certificate_is_warned_about(string connection, string host, string mode)
    {
        var warning = PostgresTransport.Warning(connection);

        Assert.StartsWith($"The connection to PostgreSQL on {host} uses SSL Mode={mode}, which does not verify", warning, StringComparison.Ordinal);
        Assert.Contains("Set SSL Mode=VerifyFull", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=db.example;SSL Mode=VerifyFull")]
    [InlineData("Host=db.example;SSL Mode=VerifyCA;Root Certificate=/etc/ca.crt")]
    [InlineData("Host=localhost")]
    [InlineData("Host=127.0.0.1:5433,127.0.0.2")]
    [InlineData("Host=::1")]
    [InlineData("Host=[::1]:5433")]
    [InlineData("Host=/var/run/postgresql;SSL Mode=Disable")]
    [InlineData("Host=@socket")]
    public void Verified_or_local_database_is_not_warned_about(string connection) => Assert.Null(PostgresTransport.Warning(connection));
}
