using Coordinator.Participants.Checking;
using Coordinator.Participants.Common;
using Coordinator.Participants.Consuming;
using Microsoft.Extensions.Options;

namespace Coordinator.Participants.Hosting;

/// <summary>Validates a participant before it starts, and reports all problems at once.</summary>
internal sealed class ParticipantOptionsValidation(ParticipantServices services) : IValidateOptions<CoordinatorParticipantOptions>
{
    public ValidateOptionsResult Validate(string? name, CoordinatorParticipantOptions options)
    {
        if (name != ParticipantServices.OptionsName(services.Name))
            return ValidateOptionsResult.Skip;
        var problems = options.Problems().ToList();
        if (options.ProducerGroup is { } group && !services.Has<ITransactionChecker>())
            problems.Add($"ProducerGroup is '{group}', but nothing answers its checks. Add UseOutcomeStore or UseChecker.");
        foreach (var subscription in services.All<Subscription>())
        {
            var key = $"consumer '{subscription.Group}' of '{subscription.Topic}'";
            problems.AddRange(subscription.Options.Problems(key));
            problems.AddRange(subscription.Problems(services.Host).Select(problem => $"{key}: {problem}"));
        }

        if (problems.Count == 0)
            return ValidateOptionsResult.Success;
        return ValidateOptionsResult.Fail(services.Name is { } participant ? problems.Select(problem => $"participant '{participant}': {problem}") : problems);
    }
}
