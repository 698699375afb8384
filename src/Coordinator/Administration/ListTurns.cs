namespace Coordinator.Administration;

/// <summary>
/// Lets requests that read much of the journal take turns. Together they use one connection and at most one processor, however many
/// operators ask.
/// </summary>
internal static class ListTurns
{
    public static void TakeTurns(params IEnumerable<RouteHandlerBuilder> lists)
    {
        var turn = new SemaphoreSlim(1);
        foreach (var list in lists)
            list.AddEndpointFilter((context, next) => RunAsync(turn, context, next));
    }

    private static async ValueTask<object?> RunAsync(SemaphoreSlim turn, EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        await turn.WaitAsync(context.HttpContext.RequestAborted);
        try
        {
            return await next(context);
        }
        finally
        {
            turn.Release();
        }
    }
}
