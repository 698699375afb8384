using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Participants.Common;
using Coordinator.Participants.Link;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Checking;

/// <summary>
/// Answers the coordinator's checks, up to a number at a time and each in bounded time. It never runs two checks of one transaction at
/// once: a check that is repeated while the first one runs gets the same answer.
/// </summary>
internal sealed class CheckResponder : ReceiveActor, IWithTimers
{
    private readonly CheckRunner _runner;
    private readonly TimeSpan _timeout;
    private readonly int _concurrency;
    private readonly int _maxWaiting;
    private readonly ILogger _logger;
    private readonly Dictionary<TransactionId, OpenCheck> _open = [];
    private readonly Queue<TransactionId> _waiting = new();
    private int _running;

    public CheckResponder(CheckRunner runner, TimeSpan timeout, int concurrency, ILogger logger)
    {
        _runner = runner;
        _timeout = timeout;
        _concurrency = concurrency;
        _maxWaiting = 64 * concurrency;
        _logger = logger;
        Receive<CheckTransaction>(OnCheck);
        Receive<Finished>(OnFinished);
        Receive<TimedOut>(OnTimedOut);
        Receive<StillRunning>(OnStillRunning);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PostStop()
    {
        foreach (var open in _open.Values)
            open.Cancel();
    }

    private void OnCheck(CheckTransaction check)
    {
        if (_open.TryGetValue(check.Id, out var open))
        {
            open.Repeat(check);
            return;
        }

        if (_waiting.Count == _maxWaiting)
        {
            Answer(check, CheckResult.Failed($"{_maxWaiting} other checks wait at this instance"));
            return;
        }

        _open.Add(check.Id, new OpenCheck(check, _logger));
        _waiting.Enqueue(check.Id);
        StartMore();
    }

    private void StartMore()
    {
        while (_running < _concurrency && _waiting.TryDequeue(out var id))
        {
            _running++;
            var open = _open[id];
            Timers.StartSingleTimer(id, new TimedOut(open), _timeout);
            _runner.RunAsync(open.Question, open.Token).PipeTo(
                Self,
                success: result => new Finished(open, result),
                failure: error => new Finished(open, CheckResult.Failed(Detail.Of(error))));
        }
    }

    private void OnFinished(Finished finished)
    {
        var open = finished.Open;
        // Ignore a check that was begun before this actor was restarted: it occupies no place.
        if (!IsOpen(open))
            return;
        _running--;
        Timers.Cancel(open.Id);
        _open.Remove(open.Id);
        open.Dispose();
        // After a timeout only a final verdict is worth another answer.
        if (!open.IsAnswered || finished.Result.Verdict.IsFinal())
            Answer(open.Question, finished.Result);
        StartMore();
    }

    /// <summary>Answers the check. Its place stays occupied until the checker has really ended.</summary>
    private void OnTimedOut(TimedOut timedOut)
    {
        var open = timedOut.Open;
        if (!IsOpen(open))
            return;
        Timers.StartSingleTimer(open.Id, new StillRunning(open), _timeout);
        open.Cancel();
        open.IsAnswered = true;
        Answer(open.Question, CheckResult.Failed($"the checker took longer than {_timeout}"));
    }

    private void OnStillRunning(StillRunning stuck)
    {
        if (!IsOpen(stuck.Open))
            return;
        CheckMetrics.Stuck.Add(1);
        _logger.LogError(
            "The checker of transaction {Transaction} still runs {Wait} after its cancellation. Until it ends, it occupies one of the "
                + "{Concurrency} places (CheckConcurrency). Let the checker obey its CancellationToken",
            stuck.Open.Id,
            _timeout,
            _concurrency);
    }

    private bool IsOpen(OpenCheck check) => _open.TryGetValue(check.Id, out var open) && ReferenceEquals(open, check);

    private static void Answer(CheckTransaction check, CheckResult result)
    {
        CheckMetrics.Answered.Add(1, new KeyValuePair<string, object?>("verdict", result.Verdict));
        var detail = result.Detail is { } text ? Detail.Of(text) : null;
        Context.Parent.Tell(new SendItem(new CheckAnswer(check.Id, check.Group, check.Number, result.Verdict, detail)));
    }

    private sealed class OpenCheck(CheckTransaction check, ILogger logger) : IDisposable
    {
        private readonly UserCancellation _cancellation = new(logger);

        public TransactionId Id => Question.Id;

        public CheckTransaction Question { get; private set; } = check;

        public bool IsAnswered { get; set; }

        public CancellationToken Token => _cancellation.Token;

        public void Repeat(CheckTransaction again)
        {
            if (again.Number <= Question.Number)
                return;
            Question = again;
            IsAnswered = false;
        }

        public void Cancel() => _cancellation.Cancel();

        public void Dispose() => _cancellation.Dispose();
    }

    private sealed record Finished(OpenCheck Open, CheckResult Result) : INoSerializationVerificationNeeded;

    private sealed record TimedOut(OpenCheck Open) : INoSerializationVerificationNeeded;

    private sealed record StillRunning(OpenCheck Open) : INoSerializationVerificationNeeded;
}
