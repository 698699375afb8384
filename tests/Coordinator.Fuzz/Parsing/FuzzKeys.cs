using Coordinator.Contracts.Authentication;

namespace Coordinator.Fuzz.Parsing;

/// <summary>Keys of a secret, derived once.</summary>
internal static class FuzzKeys
{
    public const string Verifier = "SCRAM-SHA-256$4096:AAAAAAAAAAAAAAAAAAAAAA==$mpzDTGdX8UlPMIHe28k0hgayTVeNT1HicitjuNetBeA=:K6Ho9xqiDBeYQG88skwfMYXnm3oFrH3uRFe3Obzt9bs=";

    public static readonly ScramKeys Keys = ScramKeys.Of("at least sixteen characters", new byte[16], 4_096);
}
