namespace Coordinator.Model.Tests;

/// <summary>Checks variants of the protocol with one thing broken: the model checker must find the consequence.</summary>
public sealed class BrokenVariantsSpec
{
    [SpinTheory]
    [MemberData(nameof(Variants.OfStates), MemberType = typeof(Variants))]
    public async Task Broken_variant_is_caught_in_a_state(string model, string variant, string property)
    {
        var finding = await Search.Nearest(model, property, $"BROKEN_{variant}", "OTHER_MESSAGES").RunAsync();

        Assert.Equal(1, finding.Errors);
        Assert.Equal(property, finding.Broken);
    }

    [SpinFact]
    public async Task What_was_found_is_told_step_by_step()
    {
        var finding = await Search.Nearest("transaction.pml", "decision_equals_database", "BROKEN_UNFENCED_ANSWER").RunAsync();

        var message = Assert.ThrowsAny<Exception>(finding.MustBeClean).Message;

        string[] story =
        [
            "producer: prepares", "journal: has Prepares at 1", "producer: COMMIT", "responder: answers check 1",
            "journal: has RollsBack at 2", "BROKEN: decision_equals_database",
        ];
        Assert.All(story, step => Assert.Contains($"\n{step}", message, StringComparison.Ordinal));
        Assert.Contains("\ndatabase: committed", message, StringComparison.Ordinal);
        Assert.Contains("BROKEN_UNFENCED_ANSWER", message, StringComparison.Ordinal);
    }
}
