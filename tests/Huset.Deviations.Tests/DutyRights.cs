using Huset.ServiceDefaults.Identity;
using static Huset.Testing.Requests;

namespace Huset.Deviations.Tests;

/// <summary>Who sees and handles what the law demands of work injuries and breaches, for <see cref="RightsTests"/>.</summary>
internal static class DutyRights
{
    private const string Cases = "/deviations/v1/deviations", Pages = "/avvikelser";
    private static int Made;

    public static RightsMatrix WithDuties(this RightsMatrix matrix, DeviationsHost host)
    {
        RowPosition At(string name, string unit, string kind, bool own = false, bool restricted = false, bool begun = true) => new($"{name}, duties {(begun ? "begun" : "asked of")}", reader => Make(host, reader, unit, kind, own, restricted, begun));
        RowPosition work = At("own unit, work environment", TestUnits.ElderlyCare, "work-environment"), elsewhere = At("own, other unit, work environment", TestUnits.Hasselvagen, "work-environment", own: true),
            breach = At("own unit, information security", TestUnits.ElderlyCare, "information-security"), breachElsewhere = At("other unit, information security", TestUnits.Hasselvagen, "information-security"),
            restricted = At("own unit, work environment, in lex Sarah", TestUnits.ElderlyCare, "work-environment", restricted: true);
        (RowPosition, Opening[])[] Open(string permission, params Opening[] more) =>
        [
            (work, [Opening.By(permission, Reach.Units), Opening.By(permission, Reach.All), .. more]), (elsewhere, [Opening.By(permission, Reach.All)]), (breach, [Opening.By(permission, Reach.Units)]), (breachElsewhere, []), (restricted, []),
        ];
        var (reading, handling) = (Open(Permissions.ReadDuties, Opening.By(Permissions.ReadDuties, Reach.Assigned) with { Holder = AssignmentRights.Safety.Username }), Open(Permissions.HandleDuties));
        (RowPosition, Opening[])[] dismissing =
        [
            (At("own unit, work environment", TestUnits.ElderlyCare, "work-environment", begun: false), [Opening.By(Permissions.HandleDuties, Reach.Units), Opening.By(Permissions.HandleDuties, Reach.All)]),
            (At("other unit, information security", TestUnits.Hasselvagen, "information-security", begun: false), []),
        ];
        (RowPosition, Opening[])[] wordless = [.. handling.Select(RightsMatrix.Wordless)];
        (RowPosition, Opening[])[] speaking = [(work, [Opening.By(Permissions.SpeakAsRepresentative, Reach.Assigned) with { Holder = AssignmentRights.Safety.Username }]), (elsewhere, []), (breach, []), (restricted, [])];
        (RowPosition, Opening[])[] speakingWordless = [.. speaking.Select(RightsMatrix.Wordless)];
        return matrix
            .Row($"GET {Cases}/{{id:guid}}/duties", Permissions.ReadDuties, row => new(HttpMethod.Get, $"{Cases}/{row.Id}/duties"), reading)
            .Row($"GET {Pages}/{{Id:guid}}/skyldigheter", Permissions.ReadDuties, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/skyldigheter"), reading)
            .Row($"GET {Cases}/{{id:guid}}/duties/{{duty}}/document", Permissions.ReadDuties, row => new(HttpMethod.Get, $"{Cases}/{row.Id}/duties/{Duty(row)}/document"), reading)
            .Row($"GET {Pages}/{{Id:guid}}/skyldigheter/{{Duty}}/anmalan", Permissions.ReadDuties, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/skyldigheter/{Duty(row)}/anmalan"), reading)
            .Row($"PUT {Cases}/{{id:guid}}/duties", Permissions.HandleDuties, row => Write(HttpMethod.Put, $"{Cases}/{row.Id}/duties", new { knownAt = DateTimeOffset.UtcNow, nature = Nature(row), affected = row.Words[0] }), handling)
            .Row($"POST {Cases}/{{id:guid}}/duties/dismissal", Permissions.HandleDuties, row => Write(HttpMethod.Post, $"{Cases}/{row.Id}/duties/dismissal", new { motivation = row.Words[0] }), dismissing)
            .Row($"GET {Pages}/{{Id:guid}}/skyldigheter/ingen", Permissions.HandleDuties, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/skyldigheter/ingen"), [.. dismissing.Select(RightsMatrix.Wordless)])
            .Row($"POST {Pages}/{{Id:guid}}/skyldigheter/ingen", Permissions.HandleDuties, row => Form($"{Pages}/{row.Id}/skyldigheter/ingen", "ingen", ("Version", Version(row)), ("Request.Motivation", "Ingen fara.")), [.. dismissing.Select(RightsMatrix.Wordless)], HttpStatusCode.Found)
            .Row($"PUT {Cases}/{{id:guid}}/duties/parts/{{part}}", Permissions.HandleDuties, row => Write(HttpMethod.Put, $"{Cases}/{row.Id}/duties/parts/event", new { text = "Så gick det till." }), handling)
            .Row($"PUT {Cases}/{{id:guid}}/duties/{{duty}}", Permissions.HandleDuties, row => Write(HttpMethod.Put, $"{Cases}/{row.Id}/duties/{Duty(row)}", new { required = false, motivation = "Behövs inte." }), handling)
            .Row($"PUT {Cases}/{{id:guid}}/duties/statement", Permissions.SpeakAsRepresentative, row => Write(HttpMethod.Put, $"{Cases}/{row.Id}/duties/statement", new { text = "Mina ord." }), speaking)
            .Row($"GET {Pages}/{{Id:guid}}/skyldigheter/andra", Permissions.HandleDuties, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/skyldigheter/andra"), handling)
            .Row($"POST {Pages}/{{Id:guid}}/skyldigheter/andra", Permissions.HandleDuties, row => Form($"{Pages}/{row.Id}/skyldigheter/andra", "skyldigheter", ("Version", Version(row)), ("Request.Nature", Nature(row)), ("Request.KnownAt", "2016-06-01T12:00")), handling, HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/skyldigheter/del/{{Part}}", Permissions.HandleDuties, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/skyldigheter/del/event"), wordless)
            .Row($"POST {Pages}/{{Id:guid}}/skyldigheter/del/{{Part}}", Permissions.HandleDuties, row => Form($"{Pages}/{row.Id}/skyldigheter/del/event", "del", ("Version", Version(row)), ("Request.Text", "Så gick det till.")), wordless, HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/skyldigheter/{{Duty}}", Permissions.HandleDuties, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/skyldigheter/{Duty(row)}"), wordless)
            .Row($"POST {Pages}/{{Id:guid}}/skyldigheter/{{Duty}}", Permissions.HandleDuties, row => Form($"{Pages}/{row.Id}/skyldigheter/{Duty(row)}", "skyldighet", ("Version", Version(row)), ("Request.Required", "false"), ("Request.Motivation", "Behövs inte.")), wordless, HttpStatusCode.Found)
            .Row($"GET {Pages}/{{Id:guid}}/skyldigheter/yttrande", Permissions.SpeakAsRepresentative, row => new(HttpMethod.Get, $"{Pages}/{row.Id}/skyldigheter/yttrande"), speakingWordless)
            .Row($"POST {Pages}/{{Id:guid}}/skyldigheter/yttrande", Permissions.SpeakAsRepresentative, row => Form($"{Pages}/{row.Id}/skyldigheter/yttrande", "yttrande", ("Version", Version(row)), ("Request.Text", "Mina ord.")), speakingWordless, HttpStatusCode.Found)
            .Route("GET /deviations/v1/work-environment/compilation", Permissions.ReadDuties, _ => new(HttpMethod.Get, "/deviations/v1/work-environment/compilation?year=2009"))
            .Route($"GET {Pages}/arbetsmiljo", Permissions.ReadDuties, _ => new(HttpMethod.Get, $"{Pages}/arbetsmiljo?ar=2009"));
    }

    private static async Task<TestRow> Make(DeviationsHost host, TestUser reader, string unit, string kind, bool own, bool restricted, bool begun)
    {
        var number = Interlocked.Increment(ref Made);
        var writer = own ? TestUsers.Employee with { Id = reader.Id } : TestUsers.Employee;
        var id = await host.Reported(writer, ("unitCode", unit), ("kind", kind), ("occurredAt", "2016-06-01T08:00:00Z"), ("description", $"Arbetstitel{number} hände."));
        var version = await host.Work(id, deviation =>
        {
            if (begun) deviation.SetDuties(DateTimeOffset.Parse("2016-06-01T09:00:00Z"), kind == "work-environment" ? "injury" : "disclosed", $"Drabbad{number}.", ["event"], Arrange.Karin, Arrange.Now);
            if (restricted) deviation.HandOver(TrackKind.LexSarah, "Ska utredas.", "x", "X", Arrange.Now);
        });
        return new TestRow($"{id}", [$"Drabbad{number}."], $"{version} {kind}");
    }

    private static string Version(TestRow row) => row.State.Split(' ')[0];

    private static string Nature(TestRow row) => row.State.EndsWith("work-environment", StringComparison.Ordinal) ? "injury" : "disclosed";

    private static string Duty(TestRow row) => row.State.EndsWith("work-environment", StringComparison.Ordinal) ? "work-authority" : "data-authority";
}
