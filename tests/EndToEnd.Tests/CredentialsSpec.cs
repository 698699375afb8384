using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Sessions;
using Coordinator.EndToEnd.Tests.Participants;
using Coordinator.Harness.Processes;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Common;
using Coordinator.Participants.Producing;

namespace Coordinator.EndToEnd.Tests;

/// <summary>Tests that a coordinator with a hashed secret serves the participant that knows the secret, and no other.</summary>
public sealed class CredentialsSpec : IAsyncLifetime, IDisposable
{
    // Printed by "secret hash".
    private const string Hash =
        "SCRAM-SHA-256$100000:fCzJyAndhyg+dPWolM2C2w==$mpzDTGdX8UlPMIHe28k0hgayTVeNT1HicitjuNetBeA=:K6Ho9xqiDBeYQG88skwfMYXnm3oFrH3uRFe3Obzt9bs=";

    private readonly TempDirectory _temp = new();
    private CoordinatorProcess _coordinator = null!;

    public async Task InitializeAsync() => _coordinator = await CoordinatorProcess.StartReadyAsync(
        CoordinatorCommand.In(_temp.File("data")) with
        {
            Prepare = start =>
            {
                start.Environment["COORDINATOR__SESSIONS__PARTICIPANTS__0__NAME"] = "order-service";
                start.Environment["COORDINATOR__SESSIONS__PARTICIPANTS__0__SECRETHASH"] = Hash;
                start.Environment["COORDINATOR__SESSIONS__PARTICIPANTS__0__PRODUCERGROUPS__0"] = "orders";
                start.Environment["COORDINATOR__SESSIONS__PARTICIPANTS__0__PUBLISH__0"] = "orders.*";
            },
        });

    public async Task DisposeAsync() => await _coordinator.DisposeAsync();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task Participant_that_knows_the_secret_produces()
    {
        await using var producer = await StartAsync(new Credentials("order-service", "at least sixteen characters"));

        await PrepareAsync(producer);
    }

    [Theory]
    [InlineData("order-service", "another secret than that", "the credentials are wrong.")]
    [InlineData("stock-service", "at least sixteen characters", "the credentials are wrong.")]
    [InlineData(null, null, "none were given.")]
    public async Task Participant_that_does_not_know_the_secret_is_told_so_and_logged(string? name, string? secret, string reason)
    {
        await using var producer = await StartAsync(name is null ? null : new Credentials(name, secret!));

        var error = await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => PrepareAsync(producer));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, _coordinator.Output, StringComparison.Ordinal);
    }

    private Task<Participant> StartAsync(Credentials? credentials) => Participant.StartAsync(
        _coordinator.ContactPoint,
        "orders",
        participant => participant.UseChecker((_, _) => Task.FromResult(CheckResult.InProgress())),
        options => (options.Credentials, options.CommandTimeout) = (credentials, TimeSpan.FromSeconds(5)));

    private static Task<TransactionId> PrepareAsync(Participant producer) =>
        producer.Producer.PrepareAsync([new Message { Topic = new Topic("orders.paid") }]);
}
