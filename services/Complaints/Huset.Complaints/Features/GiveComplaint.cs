using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Huset.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Complaints.Features;

public static class GiveComplaint
{
    public sealed class Request
    {
        [Description("Id för den som ska ansvara: ditt eget vid inloggning, eller personens i personalkatalogen. / Id of who is to answer for it: your own at sign-in, or the person's in the people directory.")]
        [Example("8f1c2d3e-0000-4000-8000-000000000001"), Required, StringLength(100)]
        public string? OwnerId { get; set; }
    }

    public static void Map(RouteGroupBuilder complaints) => complaints
        .MapPut("/{id:guid}/owner", async Task<Results<Ok<ComplaintView>, NotFound>> (
            [Description("Synpunktens id. / Id of the complaint.")] Guid id, Request request, Handler handler, CurrentUser user, HttpContext http, CancellationToken ct) =>
            http.Changed(await handler.Handle(id, request, http.Request.RequireIfMatch, ct), user))
        .RequireAuthorization(Permissions.Handle)
        .NeedsIfMatch()
        .GivesETag()
        .WithName("giveComplaint")
        .WithSummary("Säg vem som ansvarar / Say who answers for it")
        .WithDescription("Den som ansvarar ser och handlägger synpunkten, också om den gäller en annan enhet. Skicka If-Match med den ETag du läste. / Who answers for it sees and handles the complaint, also when it is about another unit. Send If-Match with the ETag that you read.");

    public sealed class Handler(ComplaintWork work, ComplaintsDb db, CurrentUser user)
    {
        /// <summary>Null when there is no such complaint that the user may handle.</summary>
        public Task<Complaint?> Handle(Guid id, Request request, Action<int> checkVersion, CancellationToken ct) =>
            work.Do(Permissions.Handle, id, checkVersion, async (complaint, by, now) => complaint.GiveTo(await Find(request.OwnerId!, ct), by, now), ct);

        private async Task<Person> Find(string id, CancellationToken ct)
        {
            if (id == user.Id) return Person.Of(user);
            var listed = Guid.TryParse(id, out var read) ? read : (Guid?)null;
            return (await db.People.AsNoTracking().FirstOrDefaultAsync(person => person.IsActive && (person.Id == listed || person.AccountId == id), ct))?.AsOwner()
                ?? throw new InvalidField("ownerId", "There is nobody by that id who works here.");
        }
    }
}
