using Huset.ServiceDefaults.Identity;
using static Huset.Testing.Requests;

namespace Huset.Deviations.Tests;

/// <summary>Who follows what a unit does out of an investigation, for <see cref="RightsTests"/>.</summary>
internal static class UnitTaskRights
{
    private const string Api = "/deviations/v1/unit-tasks", Pages = "/avvikelser/uppgifter";
    private static int Made;

    public static RightsMatrix WithUnitTasks(this RightsMatrix matrix, DeviationsHost host)
    {
        RowPosition At(string name, string unit, bool own, TrackKind track) => new($"unit task, {name}", reader => Make(host, reader, unit, own, track));
        Opening ofUnit = Opening.By(Permissions.DoUnitTasks, Reach.Units), asOwner = Opening.By(Permissions.DoUnitTasks, Reach.Own);
        Opening sarah = new((Permissions.Investigate, Reach.All), (Permissions.ReadLexSarah, Reach.All)), maria = new((Permissions.Investigate, Reach.All), (Permissions.ReadLexMaria, Reach.All));
        var (unit, below) = (At("own unit, out of lex Sarah", TestUnits.ElderlyCare, false, TrackKind.LexSarah), At("unit below, out of lex Maria", TestUnits.Norrangen, false, TrackKind.LexMaria));
        var (own, other) = (At("other unit, one's own to do", TestUnits.Hasselvagen, true, TrackKind.LexSarah), At("other unit", TestUnits.Hasselvagen, false, TrackKind.LexMaria));
        // It is the unit's and the owner's to do; who investigates the case it is of follows it.
        (RowPosition, Opening[])[] doing = [(unit, [ofUnit]), (below, [ofUnit]), (own, [asOwner]), (other, [])];
        (RowPosition, Opening[])[] reading = [(unit, [ofUnit, sarah]), (below, [ofUnit, maria]), (own, [asOwner, sarah]), (other, [maria])];
        return matrix
            .List($"GET {Api}/", Permissions.DoUnitTasks, reader => new(HttpMethod.Get, $"{Api}/?limit=100&from={Day(reader)}&to={Day(reader, 1)}"), doing)
            .List($"GET {Pages}", Permissions.DoUnitTasks, reader => new(HttpMethod.Get, $"{Pages}?fran={Day(reader)}&till={Day(reader, 1)}"), doing, row => $"href=\"uppgifter/{row.Id}\"")
            .Row($"GET {Api}/{{id:guid}}", Permissions.DoUnitTasks, row => new(HttpMethod.Get, $"{Api}/{row.Id}"), reading)
            .Row($"GET {Pages}/{{TaskId:guid}}", Permissions.DoUnitTasks, row => new(HttpMethod.Get, $"{Pages}/{row.Id}"), reading)
            .Row($"POST {Api}/{{id:guid}}/completion", Permissions.DoUnitTasks, row => Write(HttpMethod.Post, $"{Api}/{row.Id}/completion", new { outcome = "Gjort." }), doing)
            .Row($"POST {Pages}/{{TaskId:guid}}", Permissions.DoUnitTasks, row => Form($"{Pages}/{row.Id}", "klar", ("Version", "1"), ("Request.Outcome", "Gjort.")), doing, HttpStatusCode.Found);
    }

    private static async Task<TestRow> Make(DeviationsHost host, TestUser reader, string unit, bool own, TrackKind track)
    {
        var number = Interlocked.Increment(ref Made);
        var id = await host.Reported(TestUsers.Employee, ("unitCode", unit), ("kind", "other"));
        await host.HandOver(id, track);
        var task = await host.UnitTask(id, $"Enhetsuppgift{number} nu.", own ? reader : TestUsers.Colleague, DateOnly.Parse(Day(reader)), track);
        return new TestRow($"{task.Id}", [$"Enhetsuppgift{number} "]);
    }

    // A day of the reader's own, so that the list holds nothing but what was made for the reader.
    private static string Day(TestUser reader, int later = 0) => new DateOnly(2120, 1, 1).AddDays(RightsMatrix.NumberOf(reader) + later).ToString("yyyy-MM-dd");
}
