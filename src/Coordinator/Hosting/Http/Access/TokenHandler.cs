using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Coordinator.Hosting.Http.Access;

/// <summary>Authenticates requests with <c>Authorization: Bearer</c> by the token of <c>http.tokenFile</c>.</summary>
internal sealed class TokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    TokenFile token,
    WrongTokens wrongTokens,
    HttpAccess access) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Bearer";

    private TimeSpan _wait;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (access.ProblemBeyondToken(Context) is { } problem)
            return Refusal.AnswerAsync(Context, StatusCodes.Status403Forbidden, "remote", problem);
        if (_wait > TimeSpan.Zero)
            return AnswerWaitAsync();
        Response.Headers.WWWAuthenticate = SchemeName;
        return Refusal.AnswerAsync(
            Context, StatusCodes.Status401Unauthorized, "token", "This needs the header Authorization: Bearer with the token of http.tokenFile.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Refusal.AnswerAsync(
        Context, StatusCodes.Status403Forbidden, "remote", access.ProblemBeyondToken(Context) ?? "This request is not allowed.");

    private AuthenticateResult Authenticate()
    {
        if (!token.IsConfigured || Presented() is not { } presented)
            return AuthenticateResult.NoResult();
        var address = HttpAccess.AddressOf(Context);
        _wait = wrongTokens.WaitOf(address);
        if (_wait > TimeSpan.Zero)
            return AuthenticateResult.Fail("The address must wait after wrong tokens.");
        if (!token.Matches(presented))
        {
            wrongTokens.Count(address);
            return AuthenticateResult.Fail("The token is wrong.");
        }

        wrongTokens.Forget(address);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(SchemeName)), SchemeName));
    }

    private string? Presented() =>
        Request.Headers.Authorization is [{ } header]
        && AuthenticationHeaderValue.TryParse(header, out var value)
        && string.Equals(value.Scheme, SchemeName, StringComparison.OrdinalIgnoreCase)
            ? value.Parameter
            : null;

    private Task AnswerWaitAsync()
    {
        var seconds = Math.Ceiling(_wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        Response.Headers.RetryAfter = seconds;
        return Refusal.AnswerAsync(
            Context, StatusCodes.Status429TooManyRequests, "wait", $"This address has shown wrong tokens. Try again in {seconds} s.");
    }
}
