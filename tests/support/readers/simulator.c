/*
 * A stand-in for the vendor's reader library, told what to do by environment variables that it reads at every call.
 * simulator.py compiles it and describes the scenarios. All people in it are made up: no province has code 10.
 *
 * Compile with -std=gnu11 -fexec-charset=GBK: plain literals are then GBK, u8 literals stay UTF-8.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#include <windows.h>
#include <io.h>
#define API(name) __declspec(dllexport) long WINAPI name
#define write_raw(text, length) _write(1, text, length)
#define process_id() ((long)GetCurrentProcessId())
#define thread_id() ((long)GetCurrentThreadId())
#else
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#define API(name) __attribute__((visibility("default"))) int32_t name
#define write_raw(text, length) write(1, text, length)
#define process_id() ((long)getpid())
#define thread_id() ((long)syscall(SYS_gettid))
#endif

/* The edition of another city: three functions under other names, and not under the printed ones. */
#ifdef GZ_NAMES
#define ReadCardBas ReadCardBasGZ
#define ReadSFZ ReadIDCardGZ
#define GetQRBase GetTwoBarCodes
#endif

#define ENOUGH 65536
#define FOREVER 2000000000L
#define PIN_TRIES 6
#define OVERRUN 16
#define WLT_BYTES 1024
#define BMP_BYTES 38862
#define ENCODED(literal) (is_utf8() ? u8##literal : literal)

struct buffer {
    char *data;
    int size;
};

static atomic_int inside;
static atomic_int is_ready;

/* ---- what the environment says ---- */

static const char *variable(const char *name, char *value, int size)
{
#ifdef _WIN32
    /* getenv would give the values that this library's own C runtime copied when it was loaded. */
    DWORD length = GetEnvironmentVariableA(name, value, (DWORD)size);
    if (length >= (DWORD)size) length = 0;
    value[length] = 0;
#else
    const char *found = getenv(name);
    snprintf(value, (size_t)size, "%s", found ? found : "");
#endif
    return value;
}

static long number(const char *name, long otherwise)
{
    char value[64];
    return *variable(name, value, sizeof value) ? strtol(value, NULL, 10) : otherwise;
}

static int lists(const char *variable_name, const char *word)
{
    char words[1024];
    variable(variable_name, words, sizeof words);
    for (char *next = words, *end; *next; next = end + (*end != 0)) {
        end = next + strcspn(next, ",");
        if ((size_t)(end - next) == strlen(word) && strncmp(next, word, strlen(word)) == 0) return 1;
    }
    return 0;
}

static int scenario(const char *word)
{
    return lists("SIM_SCENARIO", word);
}

static int is_utf8(void)
{
    return scenario("utf8") || lists("SIM_ENCODING", "utf-8");
}

/* Whether a function is to misbehave in this way: those in SIM_ONLY, without it all but Init. */
static int does(const char *function, const char *word)
{
    char only[1024];
    if (!scenario(word)) return 0;
    return *variable("SIM_ONLY", only, sizeof only) ? lists("SIM_ONLY", function) : strcmp(function, "Init") != 0;
}

static void sleep_ms(long milliseconds)
{
#ifdef _WIN32
    Sleep((DWORD)milliseconds);
#else
    struct timespec left = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) continue;
#endif
}

/* ---- answers ---- */

static void put(struct buffer out, const char *text, size_t length)
{
    if (!out.data || out.size <= 0) return;
    if (length >= (size_t)out.size) length = (size_t)out.size - 1;
    memcpy(out.data, text, length);
    out.data[length] = 0;
}

static int fail(struct buffer out, int code, const char *text)
{
    put(out, text, strlen(text));
    return code;
}

static void append(char *record, const char *format, ...)
{
    size_t length = strlen(record);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(record + length, ENOUGH - length, format, arguments);
    va_end(arguments);
}

static void append_base64(char *record, const unsigned char *bytes, int count, int with_lines)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *next = record + strlen(record);
    for (int i = 0, column = 0; i < count; i += 3, column += 4) {
        unsigned long three = (unsigned long)bytes[i] << 16;
        if (i + 1 < count) three |= (unsigned long)bytes[i + 1] << 8;
        if (i + 2 < count) three |= bytes[i + 2];
        if (with_lines && column && column % 64 == 0) *next++ = '\r', *next++ = '\n';
        *next++ = digits[three >> 18];
        *next++ = digits[three >> 12 & 63];
        *next++ = i + 1 < count ? digits[three >> 6 & 63] : '=';
        *next++ = i + 2 < count ? digits[three & 63] : '=';
    }
    *next = 0;
}

static void append_photo(char *record)
{
    static const unsigned char bitmap_head[54] = {
        'B', 'M', 0xce, 0x97, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 102, 0, 0, 0, 126, 0, 0, 0, 1, 0, 24};
    unsigned char photo[BMP_BYTES];
    int is_bitmap = scenario("id_photo_bmp");
    for (int i = 0; i < BMP_BYTES; i++) photo[i] = (unsigned char)(i * 7 + 3);
    if (is_bitmap) memcpy(photo, bitmap_head, sizeof bitmap_head);
    if (!scenario("id_photo_none"))
        append_base64(record, photo, is_bitmap ? BMP_BYTES : WLT_BYTES, scenario("id_photo_lines"));
}

/* The second byte of 瑋 in GBK is |, that of 玘 is ^. */
static const char *name_of_holder(void)
{
    if (scenario("name_pipe")) return ENCODED("韩样瑋");
    return scenario("name_caret") ? ENCODED("韩样玘") : ENCODED("韩样甲");
}

static void card_record(char *record)
{
    append(record, "%s440100|100732195808239707|ZZ5415945|021A57E86F5276853A61CDAAB45FC49F|%s|",
           scenario("card_leading_one") ? "1|" : "", name_of_holder());
    append(record, "00814E43238697440100BF7C7A|2.00|20200101|20300101|000000000000|");
    if (scenario("card_ten_items")) return;
    append(record, scenario("card_empty_device") ? "|" : "SIM0000001|");
    if (scenario("card_extra_empty")) append(record, "|");
}

static void id_record(char *record)
{
    append(record, "100732195808239707^%s^%s", name_of_holder(), scenario("id_extra_item") ? "HAN YANGJIA^" : "");
    append(record, ENCODED("女^汉^19580823^广东省虚拟市模拟路１号^虚拟市公安局^20200101-%s^"),
           scenario("id_long_term") ? ENCODED("长期") : "20400101");
    append_photo(record);
    append(record, "^");
}

static void qr_record(char *record)
{
    append(record, "1086280960000001410028655801%s", scenario("qr_pipe") ? "|440100|" : "");
}

/* The bytes of the file SIM_RECORD, whatever they are, to be freed; NULL without it. */
static char *given_record(size_t *length)
{
    char path[1024];
    if (!*variable("SIM_RECORD", path, sizeof path)) return NULL;
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    fseek(file, 0, SEEK_END);
    *length = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*length + 1);
    if (bytes) *length = fread(bytes, 1, *length, file);
    fclose(file);
    return bytes;
}

static int answer(const char *function, struct buffer out, struct buffer sign, void (*write_record)(char *))
{
    size_t length = 0;
    char *record = given_record(&length);
    if (!record) {
        record = calloc(1, ENOUGH);
        if (!record) abort();
        write_record(record);
        length = strlen(record);
    }
    put(out, record, length);
    free(record);
    put(sign, "SIM-SIGNATURE|1|", 16);
    if (does(function, "no_nul"))
        for (int i = (int)strlen(out.data); i < out.size; i++) out.data[i] = '7';
    if (does(function, "overrun")) memset(out.data, '7', (size_t)out.size + OVERRUN);
    if (does(function, "sign_overrun")) memset(sign.data, '7', (size_t)sign.size + OVERRUN);
    return 0;
}

/* ---- what every call does first ---- */

static void trace(const char *line)
{
    char path[1024];
    if (!*variable("SIM_TRACE", path, sizeof path)) return;
    FILE *file = fopen(path, "ab");
    if (!file) return;
    fputs(line, file);
    fclose(file);
}

static void print_noise(void)
{
    static const char line[] = "{\"id\": 1, \"code\": 0, \"text\": \"noise\"}\n";
    printf("reader: noise\n%snoise without an end", line);
    fflush(stdout);
    if (write_raw(line, sizeof line - 1) < 0) return;
#ifdef _WIN32
    DWORD written;
    WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), line, sizeof line - 1, &written, NULL);
#endif
}

/* Whether the call ends here, with this code. */
static int begin(const char *function, struct buffer out, int timeout, int *code)
{
    static char *volatile nowhere;
    char line[128];
    snprintf(line, sizeof line, "%s %ld %ld %d %d\n", function, process_id(), thread_id(), out.size, timeout);
    trace(line);
    if (atomic_fetch_add(&inside, 1) != 0) trace("overlap\n");
    sleep_ms(number("SIM_DELAY_MS", 0));
    if (does(function, "prints")) print_noise();
    if (does(function, "crash")) {
        atomic_fetch_sub(&inside, 1); /* On Windows the process may live on. */
        *nowhere = 1;
    }
    if (does(function, "abort")) abort();
    if (does(function, "exit")) exit(3);
    if (does(function, "hang")) sleep_ms(number("SIM_HANG_MS", FOREVER));
    *code = 0;
    if (does(function, "untouched")) return 1;
    if (does(function, "error")) *code = fail(out, (int)number("SIM_CODE", -1), ENCODED("卡片上电失败"));
    if (does(function, "error_negative")) *code = fail(out, -2, ENCODED("卡片上电失败"));
    if (does(function, "error_large")) *code = fail(out, INT32_MAX, ENCODED("卡片上电失败"));
    if (does(function, "error_silent")) *code = fail(out, -1, "");
    if (scenario("needs_init") && !is_ready && strcmp(function, "Init") != 0)
        *code = fail(out, -99, ENCODED("未初始化"));
    return *code != 0;
}

static int end(int code)
{
    atomic_fetch_sub(&inside, 1);
    return code;
}

static int enter_pin(const char *function, struct buffer out)
{
    char path[1024], tries[PIN_TRIES + 1] = "";
    size_t wrong = 0;
    int code = 0;
    if (begin(function, out, 0, &code)) return end(code);
    if (scenario("pin_hang")) sleep_ms(number("SIM_HANG_MS", FOREVER));
    FILE *file = *variable("SIM_STATE", path, sizeof path) ? fopen(path, "ab+") : NULL;
    if (file) {
        rewind(file);
        wrong = fread(tries, 1, PIN_TRIES, file);
    }
    if (wrong >= PIN_TRIES) {
        code = fail(out, -5, ENCODED("卡片已锁定"));
    } else if ((long)wrong < number("SIM_PIN_WRONG", 0)) {
        /* One character per wrong entry, for they outlive the process. */
        if (file) fseek(file, 0, SEEK_END), fputc('x', file);
        code = fail(out, -6, ENCODED("密码错误"));
    } else {
        put(out, "", 0);
    }
    if (file) fclose(file);
    return end(code);
}

/* ---- the exported functions ---- */

API(Init)(const char *pUrl, const char *pUser)
{
    int code = 0;
    char line[1024];
    snprintf(line, sizeof line, "pUrl %s\npUser %s\n", pUrl, pUser);
    trace(line);
    if (begin("Init", (struct buffer){NULL, 0}, 0, &code)) return end(code);
    sleep_ms(number("SIM_INIT_MS", 0));
    if (scenario("init_fails")) return end(-3);
    is_ready = 1;
    return end(0);
}

API(ReadCardBas)(char *pOutBuff, int nOutBuffLen, char *pSignBuff, int nSignBuffLen)
{
    int code = 0;
    struct buffer out = {pOutBuff, nOutBuffLen}, sign = {pSignBuff, nSignBuffLen};
    if (begin("ReadCardBas", out, 0, &code)) return end(code);
    return end(answer("ReadCardBas", out, sign, card_record));
}

API(VerifyPIN)(char *pOutBuff, int nOutBuffLen)
{
    return enter_pin("VerifyPIN", (struct buffer){pOutBuff, nOutBuffLen});
}

API(ChangePIN)(char *pOutBuff, int nOutBuffLen)
{
    return enter_pin("ChangePIN", (struct buffer){pOutBuff, nOutBuffLen});
}

API(ReadSFZ)(char *pOutBuff, int nOutBuffLen, char *pSignBuff, int nSignBuffLen)
{
    int code = 0;
    struct buffer out = {pOutBuff, nOutBuffLen}, sign = {pSignBuff, nSignBuffLen};
    if (begin("ReadSFZ", out, 0, &code)) return end(code);
    return end(answer("ReadSFZ", out, sign, id_record));
}

API(GetQRBase)(int nTimeout, char *pOutBuff, int nOutBuffLen, char *pSignBuff, int nSignBuffLen)
{
    int code = 0;
    struct buffer out = {pOutBuff, nOutBuffLen}, sign = {pSignBuff, nSignBuffLen};
    if (begin("GetQRBase", out, nTimeout, &code)) return end(code);
    if (scenario("qr_timeout")) {
        sleep_ms(nTimeout);
        return end(fail(out, -4, ENCODED("扫码超时")));
    }
    return end(answer("GetQRBase", out, sign, qr_record));
}
