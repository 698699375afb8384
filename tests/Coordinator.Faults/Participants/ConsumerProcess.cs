using System.Data.Common;
using System.Text;
using Coordinator.Contracts.Consuming;
using Coordinator.Harness.Histories;
using Coordinator.Harness.Processes;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Inbox;

namespace Coordinator.Faults.Participants;

/// <summary>Process of a consumer group's member.</summary>
internal static class ConsumerProcess
{
    public const string EffectsTable = "effects";

    private const int Concurrency = 8;

    /// <summary>
    /// Lease that is longer than a handler runs and shorter than the suite's pauses, so that a second copy runs beside a paused
    /// one.
    /// </summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(8);

    public static async Task<int> RunAsync(ConsumerPlan plan)
    {
        var name = $"{plan.Name}-{plan.Life}";
        using var history = new HistoryWriter(plan.Environment.HistoryOf(name));
        var handler = new EffectHandler(plan, new ServiceDatabase(plan.Dialect, plan.Database), history);
        await handler.EnsureTablesAsync();
        history.Write(new Joined(plan.Group, Concurrency));
        return await ParticipantProcess.RunAsync(name, plan.Environment, history, producerGroup: null, participant => participant.AddConsumer(
            plan.Group,
            Workload.Topic,
            handler.HandleAsync,
            consumer =>
            {
                (consumer.StartFrom, consumer.Concurrency, consumer.Lease) = (StartPosition.FromBeginning, Concurrency, Lease);
                if (!plan.Environment.Forgets || !plan.WithInbox)
                    return;
                consumer.PurgeInbox(plan.Dialect, new ServiceDatabase(plan.Dialect, plan.Database).Connect);
                (consumer.PurgeInterval, consumer.KeepAtLeast) = (ParticipantEnvironment.PurgeInterval, TimeSpan.Zero);
            }));
    }

    /// <summary>Records each message, applies its effect to the database, and records the effect.</summary>
    private sealed class EffectHandler(ConsumerPlan plan, ServiceDatabase database, HistoryWriter history)
    {
        // CREATE TABLE IF NOT EXISTS fails in PostgreSQL when two members of a group run it at once.
        // Statements of one command are one transaction, which holds the lock to its end.
        private const string TakeLock = "SELECT pg_advisory_xact_lock(5303); ";

        private static readonly TimeSpan LongestWork = TimeSpan.FromMilliseconds(40);
        private static readonly TimeSpan LaterBy = TimeSpan.FromMilliseconds(300);

        private readonly InboxStore _inbox = new(plan.Dialect);
        private readonly Random _random = new(Seeds.Of(plan.Seed, plan.Life));

        public async Task EnsureTablesAsync()
        {
            await using var connection = await database.OpenAsync(CancellationToken.None);
            await _inbox.EnsureTablesAsync(connection);
            await ServiceDatabase.ExecuteAsync(
                connection,
                null,
                $"{(plan.Dialect == SqlDialect.PostgreSql ? TakeLock : "")}CREATE TABLE IF NOT EXISTS {EffectsTable} (consumer_group TEXT NOT NULL, message_id TEXT NOT NULL)",
                CancellationToken.None);
        }

        public async Task HandleAsync(ReceivedMessage message, CancellationToken ct)
        {
            history.Write(new Arrived(
                message.Group.Value,
                message.Id.ToString(),
                message.OrderingKey,
                message.Delivery.Queue.ToString(),
                message.Delivery.Offset,
                message.Attempt,
                Encoding.UTF8.GetString(message.Body.Span)));
            var trouble = Trouble.Of(message);
            if (trouble.Kills && IsFirst(message))
            {
                history.Write(new Died(message.Group.Value, message.Id.ToString()));
                Signals.Kill(Environment.ProcessId);
                await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
            }

            if (message.Attempt <= trouble.Fails)
            {
                history.Write(new Declined(message.Group.Value, message.Id.ToString()));
                throw new InvalidOperationException("The first deliveries of this message fail.");
            }

            var (work, declines) = Draw();
            if (declines)
            {
                history.Write(new Declined(message.Group.Value, message.Id.ToString()));
                throw new RetryLaterException(LaterBy);
            }

            try
            {
                await Task.Delay(work, ct);
                var happened = await HappenAsync(message, ct);
                history.Write(new Handled(message.Group.Value, message.Id.ToString(), happened));
            }
            catch (Exception failed) when (failed is DbException or OperationCanceledException)
            {
                history.Write(new Declined(message.Group.Value, message.Id.ToString()));
                throw;
            }
        }

        private async Task<bool> HappenAsync(ReceivedMessage message, CancellationToken ct)
        {
            await using var connection = await database.OpenAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            if (plan.WithInbox && !await _inbox.TryRecordAsync(transaction, message.Delivery, message.Id, ct))
                return false;
            await ServiceDatabase.ExecuteAsync(
                connection,
                transaction,
                $"INSERT INTO {EffectsTable} (consumer_group, message_id) VALUES (@group, @message)",
                ct,
                ("@group", message.Group.Value),
                ("@message", message.Id.ToString()));
            await transaction.CommitAsync(ct);
            return true;
        }

        /// <summary>Returns true for the first handler of the group that gets the message. It leaves a mark that outlives its process.</summary>
        private bool IsFirst(ReceivedMessage message)
        {
            var mark = Path.Combine(plan.Environment.Directory, $"killed-{message.Group}-{message.Id.Transaction}-{message.Id.Index}");
            try
            {
                using var _ = new FileStream(mark, FileMode.CreateNew);
                return true;
            }
            catch (IOException) when (File.Exists(mark))
            {
                return false;
            }
        }

        private (TimeSpan Work, bool Declines) Draw()
        {
            lock (_random)
                return (_random.NextDouble() * LongestWork, _random.Next(100) == 0);
        }
    }
}
