using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;

namespace Huset.Deviations.Features.Actions;

/// <summary>What is written of an action, the same whether it is planned or changed (decision 20).</summary>
public abstract class ActionFields
{
    [Description("Vad som ska göras. / What is to be done.")]
    [Example("Minst två delegerade på varje morgonpass.")]
    [Required, StringLength(2_000)]
    public string? What { get; set; }

    [Description("Hur mycket åtgärden går att lita på: strong bygger bort risken, medium gör det lättare att göra rätt, weak litar på att människor minns. / How much it may be trusted: strong builds the risk away, medium makes it easier to do right, weak relies on people's memory.")]
    [EnumDataType(typeof(Strength))]
    public Strength? Strength { get; set; }

    [Description("Vem som gör den, ur /people. Utelämnad när åtgärden planeras: du själv; när den ändras: samma som förut. / Who does it, from /people. Left out when planned: you; when changed: the same as before.")]
    [Example("8f1c2d3e-0000-4000-8000-000000000001"), StringLength(200)]
    public string? OwnerId { get; set; }

    [Description("I vilken roll, om det ska sägas. / In which role, if it is to be said.")]
    [Example("Enhetschef"), StringLength(100)]
    public string? OwnerRole { get; set; }

    [Description("Börjar: en svensk dag, eller en tid med tidszon som blir sin svenska dag. / Starts: a Swedish day, or a time with time zone that becomes its Swedish day.")]
    [Example("2026-12-01"), Required, JsonConverter(typeof(SwedishDay))]
    public DateOnly? PlannedStart { get; set; }

    [Description("Ska vara gjord, tidigast dagen den börjar. / Is to be done by, at the earliest the day it starts.")]
    [Example("2026-12-12"), Required, JsonConverter(typeof(SwedishDay))]
    public DateOnly? DueAt { get; set; }

    [Description("Hur den följs upp. / How it is followed up.")]
    [Example("Läser av missade doser varje vecka.")]
    [Required, StringLength(2_000)]
    public string? FollowUp { get; set; }

    [Description("Vad som ska räknas som att den lyckats. / What is to count as success.")]
    [Example("Inga missade doser på 30 dagar.")]
    [Required, StringLength(2_000)]
    public string? SuccessCriterion { get; set; }

    [Description("Under hur många dagar det ska ha lyckats, räknat från när åtgärden ska vara gjord; effekten kontrolleras tidigast efter dem. / For how many days the criterion is to hold, from when the action is to be done; the effect is checked after them at the earliest.")]
    [Example("30"), Range(1, 1_000)]
    public int? SuccessWindowDays { get; set; }

    [Description("När effekten ska kontrolleras, tidigast när den ska vara gjord. / When its effect is to be checked, at the earliest when it is to be done.")]
    [Example("2027-01-15"), Required, JsonConverter(typeof(SwedishDay))]
    public DateOnly? EffectCheckAt { get; set; }

    internal ActionPlan With(Person owner) =>
        new(What!, Strength, owner, OwnerRole, PlannedStart!.Value, DueAt!.Value, FollowUp!, SuccessCriterion!, EffectCheckAt!.Value, SuccessWindowDays);
}

/// <summary>A day as "2026-12-01", or as a time with its zone, which is on a Swedish day.</summary>
internal sealed class SwedishDay : JsonConverter<DateOnly>
{
    public override DateOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || reader.GetString() is not { } text) throw new JsonException();
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        var hasZone = text.Length > 19 && (text[^1] == 'Z' || text[^6] is '+' or '-');
        return hasZone && reader.TryGetDateTimeOffset(out var time) ? SwedishTime.Day(time) : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, DateOnly value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
