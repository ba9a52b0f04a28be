using System.ComponentModel;
using Huset.ServiceDefaults.Http;

namespace Huset.Processes;

/// <summary>A unit as it looks on a day.</summary>
public sealed record UnitView(
    [property: Description("Enhetens kod; ändras aldrig. / Code of the unit; never changes.")][property: Example("norrangen")] string Code,
    [property: Description("Enhetens namn. / Name of the unit.")][property: Example("Norrängens hemtjänst")] string Name,
    [property: Description("Kod för enheten ovanför; saknas högst upp. / Code of the unit above; absent at the top.")][property: Example("aldreomsorg")] string? Parent,
    [property: Description("Slag av enhet, ur kodlistan unit-types. / Kind of unit, from the code list unit-types.")][property: Example("enhet")] string Type,
    [property: Description("Kod för ansvarig nämnd. / Code of the board that answers for it.")][property: Example("socialnamnden")] string? Board,
    [property: Description("Egen regi eller privat utförare. / Run by the municipality or by a company.")] Provider Provider,
    [property: Description("Lagar som enheten arbetar efter. / Laws that the unit works under.")][property: Example("SoL", "HSL")] IReadOnlyList<string> LawAreas,
    [property: Description("Första dagen som den ser ut så här. / First day that it looks so.")] DateOnly ValidFrom,
    [property: Description("Första dagen som enheten inte längre finns. / First day that the unit no longer exists.")] DateOnly? ValidTo,
    [property: Description("Ökar vid varje ändring; samma som ETag. / Grows with each change; the same as the ETag.")] int Version,
    [property: Description("Alla daterade versioner, äldst först; bara när en enhet läses. / Every dated version, oldest first; only when one unit is read.")] IReadOnlyList<UnitVersionView>? Versions)
{
    public static UnitView Of(UnitPeriod p) => new(p.UnitCode, p.Name, p.Parent, p.Type, p.Board, p.Provider, p.LawAreas, p.ValidFrom, p.Unit.ValidTo, p.Unit.Version, null);

    public static UnitView WithVersions(Unit unit, DateOnly today) => Of(unit.Shown(today)) with
    {
        Versions = [.. unit.Periods.Select(p => new UnitVersionView(p.ValidFrom, p.Until, p.Name, p.Parent, p.Type, p.Board, p.Provider, p.LawAreas))],
    };
}

/// <summary>How a unit looks from a day on.</summary>
public sealed record UnitVersionView(
    [property: Description("Första dagen. / First day.")] DateOnly ValidFrom,
    [property: Description("Första dagen som den inte längre ser ut så. / First day that it no longer looks so.")] DateOnly? ValidTo,
    [property: Description("Enhetens namn. / Name of the unit.")][property: Example("Norrängens hemtjänst")] string Name,
    [property: Description("Kod för enheten ovanför. / Code of the unit above.")][property: Example("aldreomsorg")] string? Parent,
    [property: Description("Slag av enhet. / Kind of unit.")][property: Example("enhet")] string Type,
    [property: Description("Kod för ansvarig nämnd. / Code of the board.")][property: Example("socialnamnden")] string? Board,
    [property: Description("Egen regi eller privat utförare. / Run by the municipality or by a company.")] Provider Provider,
    [property: Description("Lagar som enheten arbetar efter. / Laws that the unit works under.")][property: Example("SoL", "HSL")] IReadOnlyList<string> LawAreas);
