using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Huset.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features;

/// <summary>Codes that a municipality adds, words otherwise or stops using. A code is never taken away: what has it keeps it.</summary>
public static class EditCode
{
    /// <summary>Codes are written in files with spaces between them, and in addresses.</summary>
    public const string CodePattern = @"[\p{L}\p{Nd}]+(-[\p{L}\p{Nd}]+)*";

    /// <summary>What may be changed of a code.</summary>
    public abstract class Fields
    {
        [Description("Svensk text. / Swedish text.")]
        [Example("Bemanning")]
        [Required, StringLength(200), RegularExpression(@"\P{Cc}*")]
        public string? Name { get; set; }

        [Description("Vad som hör dit, på en rad. / What belongs there, in a line.")]
        [Example("Antal på passet, vikarier, schema."), StringLength(500), RegularExpression(@"\P{Cc}*")]
        public string? Hint { get; set; }

        [Description("Första dagen som den får väljas; utelämnas om den alltid har fått det. / First day that it may be chosen; left out when it always could.")]
        public DateOnly? ValidFrom { get; set; }

        [Description("Första dagen som den inte längre får väljas; utelämnas så länge den får det. / First day that it may no longer be chosen; left out as long as it may.")]
        public DateOnly? ValidTo { get; set; }
    }

    public sealed class Request : Fields;

    public sealed class NewCode : Fields
    {
        [Description("Koden: bokstäver, siffror och bindestreck. Den kan aldrig ändras. / The code: letters, digits and hyphens. It can never change.")]
        [Example("samverkan")]
        [Required, StringLength(64), RegularExpression(CodePattern)]
        public string? Code { get; set; }
    }

    public static void Map(RouteGroupBuilder lists)
    {
        lists
            .MapPost("/{name}", async Task<Results<Created<ReadCodeList.Item>, NotFound>> ([Description("Kodlistans namn. / Name of the code list."), Example("cause-areas")] string name, NewCode request, Handler handler, HttpResponse response, CancellationToken ct) =>
            {
                if (await handler.Add(name, request, ct) is not { } added) return TypedResults.NotFound();
                response.SetETag(added.Version);
                return TypedResults.Created($"/deviations/v1/code-lists/{name}", ReadCodeList.Of(added));
            })
            .RequireAuthorization(Permissions.EditCodeLists)
            .GivesETag()
            .WithName("addCode")
            .WithSummary("Lägg till en kod / Add a code")
            .WithDescription("I unit-types, law-areas eller document-kinds; providers är fast. / To unit-types, law-areas or document-kinds; providers is fixed.");
        lists
            .MapPut("/{name}/{code}", async Task<Results<Ok<ReadCodeList.Item>, NotFound>> ([Description("Kodlistans namn. / Name of the code list."), Example("cause-areas")] string name, [Description("Koden. / The code."), Example("staffing")] string code, Request request, Handler handler, HttpContext http, CancellationToken ct) =>
            {
                if (await handler.Change(name, code, request, http.Request.RequireIfMatch, ct) is not { } changed) return TypedResults.NotFound();
                http.Response.SetETag(changed.Version);
                return TypedResults.Ok(ReadCodeList.Of(changed));
            })
            .RequireAuthorization(Permissions.EditCodeLists)
            .NeedsIfMatch()
            .GivesETag()
            .WithName("changeCode")
            .WithSummary("Ändra en kods text eller giltighet / Change a code's text or validity")
            .WithDescription("Det som redan har koden behåller den. Skicka If-Match med version ur listan. / What has the code keeps it. Send If-Match with version from the list.");
    }

    public sealed class Handler(DeviationsDb db)
    {
        /// <summary>Null when there is no such list.</summary>
        public async Task<CodeListItem?> Add(string list, NewCode request, CancellationToken ct)
        {
            var items = await db.CodeListItems.AsNoTracking().Where(item => item.List == list).ToListAsync(ct);
            if (items.Count == 0 && !CodeLists.Fixed.ContainsKey(list)) return null;
            Check(list, request);
            if (items.Exists(item => item.Code.Equals(request.Code, StringComparison.OrdinalIgnoreCase))) throw new RuleViolation("code.taken", "The list has this code already.");
            var added = new CodeListItem { List = list, Code = request.Code!, Number = items.Max(item => item.Number) + 1, Name = request.Name!.Trim(), Hint = Line(request.Hint), ValidFrom = request.ValidFrom, ValidTo = request.ValidTo };
            db.Add(added);
            await db.SaveChangesAsync(ct);
            return added;
        }

        /// <summary>Null when there is no such code.</summary>
        public async Task<CodeListItem?> Change(string list, string code, Fields request, Action<int> checkVersion, CancellationToken ct)
        {
            var item = await db.CodeListItems.FirstOrDefaultAsync(item => item.List == list && item.Code == code, ct);
            if (item is null && !CodeLists.Fixed.ContainsKey(list)) return null;
            Check(list, request);
            checkVersion(item!.Version);
            item.Change(request.Name!.Trim(), Line(request.Hint), request.ValidFrom, request.ValidTo);
            await db.SaveChangesAsync(ct);
            return item;
        }

        private static void Check(string list, Fields request)
        {
            if (CodeLists.Fixed.ContainsKey(list)) throw new RuleViolation("code-list.fixed", "The list cannot be changed.");
            if (request.ValidTo <= request.ValidFrom) throw new InvalidField("validTo", "It must be after validFrom.");
        }

        private static string? Line(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }
}
