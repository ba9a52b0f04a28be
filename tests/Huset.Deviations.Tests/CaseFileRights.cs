using Huset.ServiceDefaults.Identity;
using static Huset.Testing.Requests;

namespace Huset.Deviations.Tests;

/// <summary>The rules of the case file for <see cref="RightsTests"/>: who reads all of a case has its file.</summary>
internal static class CaseFileRights
{
    private const string Cases = "/deviations/v1/deviations", Pages = "/avvikelser";

    /// <param name="matrix">The matrix.</param>
    /// <param name="reading">Cases as they are read, with every opening.</param>
    /// <param name="handling">Cases as they are handled.</param>
    /// <param name="version">A row's version.</param>
    public static RightsMatrix WithCaseFiles(this RightsMatrix matrix, (RowPosition Position, Opening[] Openings)[] reading, (RowPosition Position, Opening[] Openings)[] handling, Func<TestRow, int> version)
    {
        (RowPosition, Opening[])[] whole = [.. reading.Select(row => (row.Position, row.Openings.Where(opening => !opening.WithoutText && opening.Needs[0] != (Permissions.Read, Reach.Own)).ToArray()))];
        (RowPosition, Opening[])[] wordless = [.. reading.Select(RightsMatrix.Wordless)];
        return matrix
            .Row($"GET {Cases}/{{id:guid}}/case-file", Permissions.Read, row => new(HttpMethod.Get, $"{Cases}/{row.Id}/case-file"), whole)
            .Row($"POST {Cases}/{{id:guid}}/case-file", Permissions.Read, row => new(HttpMethod.Post, $"{Cases}/{row.Id}/case-file") { Content = new FormUrlEncodedContent([KeyValuePair.Create("Masked", "true")]) }, whole)
            .Row($"GET {Cases}/{{id:guid}}/history", Permissions.Read, row => new(HttpMethod.Get, $"{Cases}/{row.Id}/history"), wordless)
            .Row($"PUT {Cases}/{{id:guid}}/registry-number", Permissions.Handle, row => Write(HttpMethod.Put, $"{Cases}/{row.Id}/registry-number", new { registryNumber = "SN 1" }, version(row)), handling)
            .Row($"GET {Pages}/{{Id:guid}}/akt", Permissions.Read, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/akt"), whole)
            .Row($"POST {Pages}/{{Id:guid}}/akt", Permissions.Read, row => Form($"{Pages}/{row.Id}/akt", "diarie", ("Version", $"{version(row)}"), ("Request.RegistryNumber", "SN 1")), handling, HttpStatusCode.Found);
    }
}
