namespace Coordinator.Participants.Crashes;

/// <summary>Marks a moment in which a process may die, of <see cref="CrashPoints" />. Tests find all of them by this attribute.</summary>
/// <param name="moment">State of the work at that moment, for people.</param>
[AttributeUsage(AttributeTargets.Field)]
internal sealed class CrashPointAttribute(string moment) : Attribute
{
    public string Moment => moment;
}
