using Akka.Actor;
using Akka.Configuration;

namespace Coordinator.Participants.Crashes;

/// <summary>
/// Lets a test end this participant at a <see cref="CrashPoints">moment</see>, as the death of its process would. A service has none, so a moment
/// costs the test for <c>null</c>.
/// </summary>
internal interface ICrashHook
{
    /// <summary>True once the participant has died. From then on it sends nothing.</summary>
    bool IsDead { get; }

    /// <summary>Clock of new transaction ids.</summary>
    TimeProvider Time { get; }

    /// <summary>Akka settings with precedence over those of the participant.</summary>
    Config Settings { get; }

    /// <summary>Tells that the participant runs.</summary>
    /// <param name="system">Its actor system.</param>
    /// <param name="cut">Ends it without a word to anybody.</param>
    void Started(ActorSystem system, Action cut);

    /// <summary>Passes a moment, or dies in it.</summary>
    /// <param name="point">One of <see cref="CrashPoints" />.</param>
    /// <exception cref="Exception">The participant has died, now or before. No code of the library takes it for a failure.</exception>
    void Reach(string point);

    /// <summary>Ends what still runs in a participant that has died.</summary>
    /// <exception cref="Exception">The participant has died.</exception>
    void ThrowIfDead();
}
