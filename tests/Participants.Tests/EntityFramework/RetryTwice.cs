using Microsoft.EntityFrameworkCore.Storage;

namespace Coordinator.Participants.Tests.EntityFramework;

/// <summary>Retries a timeout at once, as <c>EnableRetryOnFailure</c> of the providers does after a while.</summary>
internal sealed class RetryTwice(ExecutionStrategyDependencies dependencies) : ExecutionStrategy(dependencies, maxRetryCount: 2, TimeSpan.FromMilliseconds(1))
{
    protected override bool ShouldRetryOn(Exception exception) => exception is TimeoutException;
}
