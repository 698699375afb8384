using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Sessions;
using Coordinator.Harness.Waiting;
using Coordinator.Hosting.Options;
using Coordinator.Participants.Checking;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Producing;
using Coordinator.Sessions;
using Coordinator.Sessions.Access;
using Coordinator.Upgrade.Tests.Nodes;

namespace Coordinator.Upgrade.Tests.Stories;

/// <summary>
/// Conversation in which each step follows from the previous one. So a participant can repeat it word for word with a
/// coordinator of another release.
/// </summary>
internal static class TalkStory
{
    private const string Name = "teller";
    private const string Secret = "not-so-secret-words";

    private const string StrangersSecret = "the wrong words here";

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(500);

    /// <summary>Builds options with which checks occur only on request and heartbeats are rare.</summary>
    public static CoordinatorOptions Options()
    {
        var options = new CoordinatorOptions();
        options.Remoting.Port = 0;
        options.CheckSchedule.TransactionTimeout = TimeSpan.FromMinutes(10);
        options.CheckSchedule.TransactionCheckInterval = TimeSpan.FromMinutes(10);
        options.CheckSchedule.TransactionCheckMaxInterval = TimeSpan.FromHours(1);
        options.Checks.CheckTimeout = TimeSpan.FromMinutes(1);
        options.Delivery.Lease = TimeSpan.FromMinutes(10);
        options.Sessions.HeartbeatInterval = TimeSpan.FromSeconds(1);
        options.Sessions.Timeout = TimeSpan.FromSeconds(60);
        options.Sessions.Participants =
            [new ParticipantAccess { Name = Name, Secret = Secret, ProducerGroups = ["*"], Publish = ["*"], ConsumerGroups = ["*"], Subscribe = ["*"] }];
        return options;
    }

    /// <summary>Returns the secret that an instance has.</summary>
    public static string SecretOf(string instance) => instance == "teller-1" ? Secret : StrangersSecret;

    public static async Task PlayAsync(string contactPoint, Func<bool> strangerIsRefused)
    {
        await using (await StartAsync(contactPoint, "stranger-1", new Answers()))
            await Eventually.TrueAsync(strangerIsRefused, () => "the stranger is refused");

        var answers = new Answers();
        await using var teller = await StartAsync(contactPoint, "teller-1", answers);
        var producer = teller.Producer;

        await CommitAsync(producer, "talk-taken");
        await answers.EndedAsync(1);

        await producer.PrepareAsync(new TransactionId("talk-rolled-back"), Messages("a"));
        await producer.RollbackAsync(new TransactionId("talk-rolled-back"), "declined");
        var refused = await Assert.ThrowsAsync<TransactionRefusedException>(
            () => producer.CommitAsync(new TransactionId("talk-rolled-back")));
        Assert.Contains("talk-rolled-back", refused.Message, StringComparison.Ordinal);

        // The answer to a check commits this transaction. Its message is attempted twice and then rejected.
        await producer.PrepareAsync(new TransactionId("talk-checked"), Messages("b"), Soon);
        await answers.EndedAsync(3);
        Assert.Equal(["talk-checked"], answers.Checked);
        Assert.Equal(["talk-taken 1", "talk-checked 1", "talk-checked 2"], answers.Handled);
        await answers.HeartBeatsAsync();
    }

    private static async Task CommitAsync(ITransactionalProducer producer, string id)
    {
        await producer.PrepareAsync(new TransactionId(id), Messages("a"));
        await producer.CommitAsync(new TransactionId(id));
    }

    private static Message[] Messages(string key) =>
    [
        new()
        {
            Topic = new Topic("talk"),
            Key = "4711",
            OrderingKey = key,
            Tag = "small",
            Body = "hello"u8.ToArray(),
            Properties = new Dictionary<string, string> { ["language"] = "en" },
        },
    ];

    private static Task<Participant> StartAsync(string contactPoint, string instance, Answers answers) =>
        Participant.StartAsync(
            contactPoint,
            instance,
            "tellers",
            builder => builder
                .UseChecker((check, _) => answers.CheckAsync(check))
                .AddConsumer("listeners", "talk", (message, _) => answers.HandleAsync(message), options =>
                {
                    options.StartFrom = StartPosition.FromBeginning;
                    options.Concurrency = 1;
                }),
            new Credentials(Name, SecretOf(instance)));

    private sealed class Answers
    {
        private readonly Lock _gate = new();
        private readonly List<string> _handled = [];
        private readonly List<string> _checked = [];

        public IReadOnlyList<string> Handled => Copy(_handled);

        public IReadOnlyList<string> Checked => Copy(_checked);

        public Task EndedAsync(int count) => Eventually.TrueAsync(
            () => Handled.Count >= count, () => $"{count} messages are handled, not only {string.Join(", ", Handled)}");

        /// <summary>Waits long enough for a heartbeat, and for the last message about a delivery to be on its way.</summary>
        public Task HeartBeatsAsync() => Task.Delay(TimeSpan.FromSeconds(1.5));

        public Task<CheckResult> CheckAsync(TransactionCheck check)
        {
            lock (_gate)
                _checked.Add(check.Id.Value);
            return Task.FromResult(CheckResult.Committed());
        }

        public Task HandleAsync(ReceivedMessage message)
        {
            Assert.Equal(("4711", "small", "en"), (message.Key, message.Tag, message.Properties["language"]));
            lock (_gate)
                _handled.Add($"{message.Id.Transaction} {message.Attempt}");
            return (message.Id.Transaction.Value, message.Attempt) switch
            {
                ("talk-checked", 1) => throw new RetryLaterException(TimeSpan.FromMilliseconds(100), "the line was busy"),
                ("talk-checked", _) => throw new RejectMessageException("nobody answers"),
                _ => Task.CompletedTask,
            };
        }

        private IReadOnlyList<string> Copy(List<string> list)
        {
            lock (_gate)
                return [.. list];
        }
    }
}
