namespace Coordinator.Administration;

/// <summary>Refusal of a request, with the status and the message for the caller.</summary>
internal sealed class RefusedRequest(int status, string message) : Exception(message)
{
    public int Status => status;

    public static RefusedRequest NotFound(string message) => new(StatusCodes.Status404NotFound, message);

    public static RefusedRequest Invalid(string message) => new(StatusCodes.Status400BadRequest, message);

    public static RefusedRequest Busy(string message) => new(StatusCodes.Status503ServiceUnavailable, message);
}
