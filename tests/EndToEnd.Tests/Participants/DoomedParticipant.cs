using System.Diagnostics;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Participants.Fence;

namespace Coordinator.EndToEnd.Tests.Participants;

/// <summary>Service in a process of its own that stops at one moment, reports it, and waits to be killed.</summary>
internal static class DoomedParticipant
{
    public const string Assembly = "Coordinator.EndToEnd.Tests.dll";
    public const string Reached = "reached";
    public const string Topic = "doomed.orders";
    public const string ProducerGroup = "orders";

    /// <summary>Body of a message whose handler ends the process.</summary>
    public const string Killer = "killer";

    /// <summary>Builds the arguments of a producer that is to be killed.</summary>
    public static string[] Produce(string contactPoint, string database, TransactionId id, Moment moment) =>
        ["produce", contactPoint, database, id.Value, moment.ToString()];

    /// <summary>Builds the arguments of a consumer whose handler ends the process at each message with the body "killer".</summary>
    public static string[] Die(string contactPoint, string group) => ["die", contactPoint, group];

    /// <summary>Builds the arguments of a consumer that is to be killed.</summary>
    public static string[] Consume(string contactPoint, string database, string group, Moment moment) =>
        ["consume", contactPoint, database, group, moment.ToString()];

    public static async Task<int> RunAsync(string[] arguments)
    {
        var work = arguments switch
        {
            ["produce", var contact, var database, var id, var moment] =>
                ProduceAsync(contact, new SqliteDatabase(database), new TransactionId(id), Enum.Parse<Moment>(moment)),
            ["consume", var contact, var database, var group, var moment] =>
                ConsumeAsync(contact, new SqliteDatabase(database), group, Enum.Parse<Moment>(moment)),
            ["die", var contact, var group] => DieAsync(contact, group),
            _ => throw new ArgumentException($"'{string.Join(' ', arguments)}' is no role; the tests know which there are."),
        };
        // The parent holds the other end of the pipe, so this process never outlives it.
        await await Task.WhenAny(work, InputEndedAsync());
        return 0;
    }

    public static Message Message(TransactionId id) => new()
    {
        Topic = new Topic(Topic),
        OrderingKey = "anna",
        Body = System.Text.Encoding.UTF8.GetBytes(id.Value),
    };

    private static async Task InputEndedAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await Console.OpenStandardInput().CopyToAsync(Stream.Null);
    }

    private static async Task ProduceAsync(string contact, SqliteDatabase database, TransactionId id, Moment moment)
    {
        var outcomes = new OutcomeStore(SqlDialect.Sqlite, database.Connect) { ProducerGroup = new(ProducerGroup) };
        await using var participant = await Participant.ProducerAsync(contact, ProducerGroup, database);
        var prepared = participant.Producer.PrepareAsync(id, [Message(id)]);
        await ReachAsync(Moment.BeforePrepareIsAnswered, moment);
        await prepared;
        await ReachAsync(Moment.AfterPrepare, moment);
        await using (var connection = await outcomes.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await outcomes.RecordCommittedAsync(transaction, id);
            await ReachAsync(Moment.BeforeLocalCommit, moment);
            await transaction.CommitAsync();
        }

        await ReachAsync(Moment.AfterLocalCommit, moment);
    }

    private static async Task ConsumeAsync(string contact, SqliteDatabase database, string group, Moment moment)
    {
        var effects = new Effects(database);
        await using var participant = await Participant.StartAsync(contact, null, services => services.AddConsumer(
            group,
            Topic,
            async (message, ct) =>
            {
                await effects.HappenAsync(message, _ => ReachAsync(Moment.AmidEffect, moment), ct);
                await ReachAsync(Moment.AfterEffect, moment);
            },
            consumer => consumer.StartFrom = StartPosition.FromBeginning));
        await Task.Delay(Timeout.InfiniteTimeSpan);
    }

    private static async Task DieAsync(string contact, string group)
    {
        await using var participant = await Participant.StartAsync(contact, null, services => services.AddConsumer(
            group,
            Topic,
            (message, _) =>
            {
                var body = System.Text.Encoding.UTF8.GetString(message.Body.Span);
                Console.Out.WriteLine($"{body} {message.Attempt}");
                if (body == Killer)
                    Process.GetCurrentProcess().Kill();
                return Task.CompletedTask;
            },
            consumer => consumer.StartFrom = StartPosition.FromBeginning));
        await Task.Delay(Timeout.InfiniteTimeSpan);
    }

    private static async Task ReachAsync(Moment reached, Moment wanted)
    {
        if (reached != wanted)
            return;
        Console.Out.WriteLine(Reached);
        await Task.Delay(Timeout.InfiniteTimeSpan);
    }
}

/// <summary>Moment of the kill.</summary>
internal enum Moment
{
    BeforePrepareIsAnswered = 1,
    AfterPrepare = 2,
    BeforeLocalCommit = 3,
    AfterLocalCommit = 4,
    AmidEffect = 5,
    AfterEffect = 6,
}
