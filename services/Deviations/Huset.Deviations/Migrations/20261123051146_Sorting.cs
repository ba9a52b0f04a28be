using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Huset.Deviations.Migrations
{
    /// <inheritdoc />
    public partial class Sorting : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "category",
                table: "deviations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "topic",
                table: "deviations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "code_list_items",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "topic",
                table: "code_list_items",
                type: "text",
                nullable: true);

            migrationBuilder.UpdateData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "barriers", "cause-areas" },
                columns: new[] { "kind", "topic" },
                values: new object[] { null, null });

            migrationBuilder.UpdateData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "communication", "cause-areas" },
                columns: new[] { "kind", "topic" },
                values: new object[] { null, null });

            migrationBuilder.UpdateData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "competence", "cause-areas" },
                columns: new[] { "kind", "topic" },
                values: new object[] { null, null });

            migrationBuilder.UpdateData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "environment-organisation", "cause-areas" },
                columns: new[] { "kind", "topic" },
                values: new object[] { null, null });

            migrationBuilder.UpdateData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "equipment", "cause-areas" },
                columns: new[] { "kind", "topic" },
                values: new object[] { null, null });

            migrationBuilder.UpdateData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "routines", "cause-areas" },
                columns: new[] { "kind", "topic" },
                values: new object[] { null, null });

            migrationBuilder.UpdateData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "staffing", "cause-areas" },
                columns: new[] { "kind", "topic" },
                values: new object[] { null, null });

            migrationBuilder.InsertData(
                table: "code_list_items",
                columns: new[] { "code", "list", "hint", "kind", "name", "number", "topic", "valid_from", "valid_to", "version" },
                values: new object[,]
                {
                    { "aid-delivery", "categories", null, "cooperation", "Hjälpmedel kom inte eller var fel", 38, "aids", null, null, 1 },
                    { "alarm", "categories", null, "social-care", "Larm fungerade inte eller besvarades sent", 7, "alarms", null, null, 1 },
                    { "belongings", "categories", null, "social-care", "Pengar, nycklar eller ägodelar", 9, null, null, null, 1 },
                    { "between-users", "categories", null, "social-care", "Hot eller våld mellan brukare", 8, "violence", null, null, 1 },
                    { "conduct", "categories", null, "social-care", "Bemötande", 4, "conduct", null, null, 1 },
                    { "delegation", "categories", null, "health-care", "Delegering saknas eller följs inte", 22, null, null, null, 1 },
                    { "device", "categories", null, "health-care", "Medicinteknisk produkt eller hjälpmedel", 21, "aids", null, null, 1 },
                    { "discharge", "categories", null, "cooperation", "Utskrivning från sjukhus", 35, null, null, null, 1 },
                    { "dose-late", "categories", null, "health-care", "Läkemedel: dosen gavs vid fel tid", 12, "medicines", null, null, 1 },
                    { "dose-missed", "categories", null, "health-care", "Läkemedel: dosen gavs inte", 11, "medicines", null, null, 1 },
                    { "dose-wrong", "categories", null, "health-care", "Läkemedel: fel dos, läkemedel eller person", 13, "medicines", null, null, 1 },
                    { "environment", "categories", null, "other", "Miljö: avfall, kemikalier, utsläpp", 41, null, null, null, 1 },
                    { "fall", "categories", null, "health-care", "Fall", 15, "falls", null, null, 1 },
                    { "handover", "categories", null, "cooperation", "Uppgifter kom inte fram eller var fel", 36, "documentation", null, null, 1 },
                    { "incontinence-aid", "categories", null, "health-care", "Inkontinenshjälpmedel", 18, "incontinence", null, null, 1 },
                    { "infection", "categories", null, "health-care", "Hygien eller vårdrelaterad infektion", 17, "hygiene", null, null, 1 },
                    { "intrusion", "categories", null, "information-security", "Falskt mejl, virus eller intrång", 34, null, null, null, 1 },
                    { "lost", "categories", null, "information-security", "Telefon, dator eller papper borta", 32, "privacy", null, null, 1 },
                    { "meals", "categories", null, "social-care", "Mat och dryck", 6, "food", null, null, 1 },
                    { "medicine-list", "categories", null, "cooperation", "Läkemedelslista eller ordination", 37, "medicines", null, null, 1 },
                    { "mouth-care", "categories", null, "health-care", "Munvård", 20, "oral-health", null, null, 1 },
                    { "nutrition", "categories", null, "health-care", "Undernäring eller vätskebrist", 19, "food", null, null, 1 },
                    { "offence", "categories", null, "work-environment", "Kränkande särbehandling", 28, null, null, null, 1 },
                    { "outage", "categories", null, "information-security", "System eller nät fungerade inte", 33, null, null, null, 1 },
                    { "plan-missing", "categories", null, "social-care", "Genomförandeplan eller dokumentation saknas", 10, "documentation", null, null, 1 },
                    { "planning", "categories", null, "cooperation", "Samordnad plan saknas eller följs inte", 39, null, null, null, 1 },
                    { "premises", "categories", null, "other", "Lokaler och utrustning", 40, null, null, null, 1 },
                    { "pressure-ulcer", "categories", null, "health-care", "Trycksår", 16, "skin", null, null, 1 },
                    { "self-determination", "categories", null, "social-care", "Självbestämmande och integritet", 5, "values", null, null, 1 },
                    { "sharp", "categories", null, "work-environment", "Stick eller skärskada", 26, null, null, null, 1 },
                    { "signature-missing", "categories", null, "health-care", "Läkemedel: signering saknas", 14, "medicines", null, null, 1 },
                    { "slip", "categories", null, "work-environment", "Halkade, snubblade eller föll", 25, null, null, null, 1 },
                    { "strain", "categories", null, "work-environment", "Lyft eller tung belastning", 24, "lifting", null, null, 1 },
                    { "threat", "categories", null, "work-environment", "Hot eller våld", 23, "violence", null, null, 1 },
                    { "travel", "categories", null, "work-environment", "På väg till eller i arbetet", 29, null, null, null, 1 },
                    { "unauthorised", "categories", null, "information-security", "Någon såg eller öppnade utan rätt", 31, "privacy", null, null, 1 },
                    { "vehicle", "categories", null, "other", "Bil, cykel och nycklar", 42, null, null, null, 1 },
                    { "visit-late", "categories", null, "social-care", "Insats blev sen", 2, null, null, null, 1 },
                    { "visit-missed", "categories", null, "social-care", "Insats blev inte av", 1, null, null, null, 1 },
                    { "visit-wrong", "categories", null, "social-care", "Insats gjordes på fel sätt", 3, null, null, null, 1 },
                    { "workload", "categories", null, "work-environment", "Arbetsbelastning eller ensamarbete", 27, null, null, null, 1 },
                    { "wrong-recipient", "categories", null, "information-security", "Skickat till fel mottagare", 30, "privacy", null, null, 1 },
                    { "aids", "topics", "Att de finns, fungerar och används rätt.", null, "Hjälpmedel", 13, null, null, null, 1 },
                    { "alarms", "topics", "Trygghetslarm, tillsyn på distans, larmmattor.", null, "Larm och välfärdsteknik", 12, null, null, null, 1 },
                    { "conduct", "topics", "Hur någon blev bemött.", null, "Bemötande", 5, null, null, null, 1 },
                    { "dementia", "topics", "Bemötande och omgivning för den som har demens.", null, "Demens", 11, null, null, null, 1 },
                    { "documentation", "topics", "Journal, genomförandeplan, signeringslistor.", null, "Dokumentation", 14, null, null, null, 1 },
                    { "falls", "topics", "Fall och fallrisk.", null, "Fall", 2, null, null, null, 1 },
                    { "food", "topics", "Mat, dryck, konsistens och specialkost.", null, "Mat och måltid", 7, null, null, null, 1 },
                    { "hygiene", "topics", "Handhygien, kläder, smitta och städning.", null, "Basal hygien och smitta", 8, null, null, null, 1 },
                    { "incontinence", "topics", "Utprovning, byten och rätt skydd.", null, "Inkontinens", 4, null, null, null, 1 },
                    { "lifting", "topics", "Förflytta, lyfta och vända, med och utan hjälpmedel.", null, "Lyft och förflyttning", 3, null, null, null, 1 },
                    { "medicines", "topics", "Dela, ge, signera, förvara och beställa.", null, "Läkemedel", 1, null, null, null, 1 },
                    { "oral-health", "topics", "Munvård och munhälsobedömning.", null, "Munhälsa", 9, null, null, null, 1 },
                    { "privacy", "topics", "Sekretess, behörighet, fel mottagare.", null, "Personuppgifter", 16, null, null, null, 1 },
                    { "skin", "topics", "Sår, tryck och lägesändring.", null, "Hud och trycksår", 10, null, null, null, 1 },
                    { "values", "topics", "Självbestämmande, delaktighet och värdigt liv.", null, "Värdegrund", 6, null, null, null, 1 },
                    { "violence", "topics", "Mot medarbetare, brukare eller närstående.", null, "Hot och våld", 15, null, null, null, 1 }
                });

            migrationBuilder.CreateIndex(
                name: "ix_deviations_category_id",
                table: "deviations",
                columns: new[] { "category", "id" },
                descending: new[] { false, true },
                filter: "category is not null");

            migrationBuilder.CreateIndex(
                name: "ix_deviations_topic_id",
                table: "deviations",
                columns: new[] { "topic", "id" },
                descending: new[] { false, true },
                filter: "topic is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_deviations_category_id",
                table: "deviations");

            migrationBuilder.DropIndex(
                name: "ix_deviations_topic_id",
                table: "deviations");

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "aid-delivery", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "alarm", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "belongings", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "between-users", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "conduct", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "delegation", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "device", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "discharge", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "dose-late", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "dose-missed", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "dose-wrong", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "environment", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "fall", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "handover", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "incontinence-aid", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "infection", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "intrusion", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "lost", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "meals", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "medicine-list", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "mouth-care", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "nutrition", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "offence", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "outage", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "plan-missing", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "planning", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "premises", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "pressure-ulcer", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "self-determination", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "sharp", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "signature-missing", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "slip", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "strain", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "threat", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "travel", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "unauthorised", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "vehicle", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "visit-late", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "visit-missed", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "visit-wrong", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "workload", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "wrong-recipient", "categories" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "aids", "topics" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "alarms", "topics" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "conduct", "topics" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "dementia", "topics" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "documentation", "topics" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "falls", "topics" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "food", "topics" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "hygiene", "topics" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "incontinence", "topics" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "lifting", "topics" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "medicines", "topics" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "oral-health", "topics" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "privacy", "topics" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "skin", "topics" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "values", "topics" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "violence", "topics" });

            migrationBuilder.DropColumn(
                name: "category",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "topic",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "code_list_items");

            migrationBuilder.DropColumn(
                name: "topic",
                table: "code_list_items");
        }
    }
}
