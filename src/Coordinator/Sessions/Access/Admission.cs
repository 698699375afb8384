using Coordinator.Contracts.Sessions;

namespace Coordinator.Sessions.Access;

/// <summary>Answer to a participant that opens a session.</summary>
internal abstract record Admission
{
    /// <summary>The participant must prove its name first.</summary>
    public sealed record Challenged(SessionChallenge Challenge) : Admission;

    /// <summary>The participant may have a session.</summary>
    /// <param name="Open">Its request.</param>
    /// <param name="Access">Its access.</param>
    /// <param name="Signature">Signature of the exchange; empty when there was none.</param>
    /// <param name="IsRepeated">True when the same proof was admitted before. It may open no second session.</param>
    public sealed record Admitted(OpenSession Open, ParticipantAccess Access, ReadOnlyMemory<byte> Signature, bool IsRepeated = false) : Admission;

    /// <summary>The participant gets no session.</summary>
    /// <param name="Refusal">Answer to it.</param>
    /// <param name="Open">Its request; <c>null</c> when only its proof is known.</param>
    public sealed record Refused(SessionRefused Refusal, OpenSession? Open) : Admission;
}
