using Huset.ServiceDefaults;
using Huset.Ui.Forms;

namespace Huset.Deviations.Features.Imports;

/// <summary>What a case of an old system may tell, and what its column is called.</summary>
/// <param name="Name">As the API and the mapping say it.</param>
/// <param name="Heading">The same in Swedish; a column may be called either.</param>
/// <param name="Needed">Every row must have it.</param>
/// <param name="Codes">Our codes, when the cell is one.</param>
public sealed record ImportField(string Name, string Heading, bool Needed = false, Func<IEnumerable<Choice>>? Codes = null)
{
    public static readonly IReadOnlyList<ImportField> All =
    [
        new("externalReference", "Ärendenummer", Needed: true),
        new("unitCode", "Enhet", Needed: true),
        new("occurredAt", "Hände", Needed: true),
        new("reportedAt", "Rapporterades"),
        new("closedAt", "Avslutades"),
        new("kind", "Slag", Needed: true, Of<DeviationKind>(Words.Of)),
        new("harm", "Skada", Codes: Of<Harm>(Words.Of)),
        new("description", "Beskrivning", Needed: true),
        new("immediateAction", "Åtgärd direkt"),
        new("reportedBy", "Rapportör"),
        new("suspectedSerious", "Misstänkt allvarligt", Codes: () => [new("true", "Ja"), new("false", "Nej")]),
        new("severity", "Allvarlighetsgrad", Codes: () => Words.Severities),
        new("probability", "Sannolikhet", Codes: () => Words.Probabilities),
        new("assessment", "Bedömning"),
        new("feedback", "Återkoppling"),
        new("track", "Sekretessbelagt spår", Codes: Of<TrackKind>(Words.Of)),
    ];

    public static ImportField? Find(string name) => All.FirstOrDefault(field => field.Name == name);

    private static Func<IEnumerable<Choice>> Of<TEnum>(Func<TEnum, string> word) where TEnum : struct, Enum => () => Enum.GetValues<TEnum>().Select(value => new Choice(Kebab.Of(value), word(value)));
}
