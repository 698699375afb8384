using Akka.Actor;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Tests.Checks;
using Coordinator.Topics.Log;
using JournalWrite = Coordinator.Persistence.GroupCommit.JournalWrite;

namespace Coordinator.Tests.Transactions;

/// <summary>
/// Stands in for the queues on a real journal. It stores the event with which a transaction commits, forgets the messages, and answers.
/// </summary>
internal sealed class PromptQueues : ReceiveActor
{
    public PromptQueues(Activity activity)
    {
        var journal = GroupCommitQueues.Of(Context.System);
        Receive<AppendToQueue>(append =>
        {
            activity.Happened();
            Exception? error = null;
            if (append.Companion is { } companion)
            {
                var write = new JournalWrite([companion], cause => error = cause);
                journal.Write(write);
                write.Over.Wait();
            }

            if (error is null)
                Sender.Tell(new AppendedToQueue(append.Queue, append.Transaction));
            else if (error is DuplicateEventException)
                Sender.Tell(new AppendRefused(append.Queue, append.Transaction));
        });
    }
}
