namespace Coordinator.Harness.Histories.Rules;

/// <summary>Each message that arrived in a group changed the group's database once.</summary>
internal static class EffectRules
{
    public static IEnumerable<Violation> Wrong(RunHistory history)
    {
        if (history.Effects is null)
            yield break;
        var effects = history.Effects.CountBy(effect => effect).ToDictionary();
        var arrived = history.Of<Arrived>().Select(arrival => new Effect(arrival.Group, arrival.Message)).ToHashSet();
        foreach (var (effect, count) in effects)
        {
            if (count > 1)
                yield return new Violation(Promise.OneEffect, $"{effect.Message} had {count} effects on {effect.Group}.");
            if (!arrived.Contains(effect))
                yield return new Violation(Promise.NothingInvented, $"{effect.Message} had an effect on {effect.Group}, but never arrived.");
        }

        foreach (var handled in history.Of<Handled>().DistinctBy(handled => (handled.Group, handled.Message)))
        {
            if (!effects.ContainsKey(new Effect(handled.Group, handled.Message)))
                yield return new Violation(Promise.OneEffect, $"{handled.Message} was handled by {handled.Group}, but has no effect.");
        }

        // A delivery that was never finished is repeated until it is.
        foreach (var effect in arrived.Where(effect => !effects.ContainsKey(effect)))
            yield return new Violation(Promise.NothingLost, $"{effect.Message} arrived at {effect.Group}, but has no effect yet.");
    }
}
