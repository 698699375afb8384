using Coordinator.Participants.Checking;
using Coordinator.Participants.Common;
using Coordinator.Participants.Consuming;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Coordinator.Participants.Hosting;

/// <summary>Validates a participant before it starts, and reports all problems at once.</summary>
internal sealed class ParticipantOptionsValidation(IEnumerable<Subscription> subscriptions, IServiceProviderIsService services, IServiceProvider provider)
    : IValidateOptions<CoordinatorParticipantOptions>
{
    public ValidateOptionsResult Validate(string? name, CoordinatorParticipantOptions options)
    {
        var problems = options.Problems().ToList();
        if (options.ProducerGroup is { } group && !services.IsService(typeof(ITransactionChecker)))
            problems.Add($"ProducerGroup is '{group}', but nothing answers its checks. Add UseOutcomeStore or UseChecker.");
        foreach (var subscription in subscriptions)
        {
            var key = $"consumer '{subscription.Group}' of '{subscription.Topic}'";
            problems.AddRange(subscription.Options.Problems(key));
            problems.AddRange(subscription.Problems(provider).Select(problem => $"{key}: {problem}"));
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
