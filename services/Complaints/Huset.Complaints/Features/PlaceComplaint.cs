using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Huset.Complaints.Features;

public static class PlaceComplaint
{
    public sealed class Request
    {
        [Description("Enheten som den gäller; utelämnad: ingen vet, och bara registratorn ser den. / The unit that it is about; left out: nobody knows, and the registrar alone sees it.")]
        [Example("norrangen"), StringLength(64)]
        public string? UnitCode { get; set; }

        [Description("Vad det är. / What it is.")]
        [Required, EnumDataType(typeof(ComplaintKind))]
        public ComplaintKind? Kind { get; set; }

        [Description("Vad den handlar om, kod i kodlistan categories; utelämnad: inte sagt. / What it is about, code of the list categories; left out: not said.")]
        [Example("mat"), StringLength(64)]
        public string? Category { get; set; }
    }

    public static void Map(RouteGroupBuilder complaints) => complaints
        .MapPut("/{id:guid}/placement", async Task<Results<Ok<ComplaintView>, NotFound>> (
            [Description("Synpunktens id. / Id of the complaint.")] Guid id, Request request, Handler handler, CurrentUser user, HttpContext http, CancellationToken ct) =>
            http.Changed(await handler.Handle(id, request, http.Request.RequireIfMatch, ct), user))
        .RequireAuthorization(Permissions.Handle)
        .NeedsIfMatch()
        .GivesETag()
        .WithName("placeComplaint")
        .WithSummary("Säg vilken enhet och vad den gäller / Say which unit and what it is about")
        .WithDescription("Säger eller rättar enhet, kategori och vad det är. Den lovade dagen räknas om. Skicka If-Match med den ETag du läste. / Says or corrects unit, category and what it is. The promised day is reckoned anew. Send If-Match with the ETag that you read.");

    public sealed class Handler(ComplaintWork work, ComplaintsDb db, UnitTree units, Promises promises)
    {
        /// <summary>Null when there is no such complaint that the user may handle.</summary>
        public Task<Complaint?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) =>
            work.Do(Permissions.Handle, id, checkVersion, async (complaint, by, now) =>
            {
                var unit = string.IsNullOrEmpty(request.UnitCode) ? null : request.UnitCode;
                if (unit is not null && unit != complaint.UnitCode && units.Find(unit) is null) throw new InvalidField("unitCode", "There is no such unit.");
                // A code that may no longer be chosen stays with the complaint that has it.
                var category = string.IsNullOrEmpty(request.Category) ? null
                    : request.Category == complaint.Category ? complaint.Category
                    : (await db.CodeLists(SwedishTime.Day(now), ct)).Code(CodeLists.Categories, request.Category, "category");
                var promise = await promises.Of(complaint.WantsAnswer, unit, category, complaint.ReceivedAt, ct);
                complaint.Place(unit, category, request.Kind!.Value, promise?.Deadline.DueAt, by, now);
            }, ct);
    }
}
