// A client in another language, from the document alone: Node's own http and crypto, nothing else.
// Settings come from GDYB_* variables; prints the reply of one 3260 call.
const crypto = require("crypto");
const http = require("http");

const env = process.env;
const timestamp = String(Math.floor(Date.now() / 1000));
const nonce = crypto.randomBytes(16).toString("hex");
const signature = crypto
  .createHash("sha256")
  .update(timestamp + env.GDYB_SECRET_KEY + nonce + timestamp, "utf8")
  .digest("hex");

const beijing = new Date(Date.now() + 8 * 3600 * 1000).toISOString();
const time = beijing.slice(0, 19).replace("T", " ");
const sequence = String(process.pid % 10000).padStart(4, "0");

const body = Buffer.from(
  JSON.stringify({
    infno: "3260",
    msgid: env.GDYB_FIXMEDINS_CODE + time.replace(/[^0-9]/g, "") + sequence,
    mdtrtarea_admvs: env.GDYB_MDTRTAREA_ADMVS,
    insuplc_admdvs: env.GDYB_INSUPLC_ADMDVS,
    recer_sys_code: env.GDYB_RECER_SYS_CODE,
    dev_no: "",
    dev_safe_info: "",
    cainfo: "",
    signtype: "",
    infver: env.GDYB_INFVER,
    opter_type: env.GDYB_OPTER_TYPE,
    opter: env.GDYB_OPTER,
    opter_name: env.GDYB_OPTER_NAME,
    inf_time: time,
    fixmedins_code: env.GDYB_FIXMEDINS_CODE,
    fixmedins_name: env.GDYB_FIXMEDINS_NAME,
    sign_no: "",
    input: { data: { trt_year: "2020", trt_month: "12", startrow: 1 } },
  }),
  "utf8",
);

const request = http.request(
  env.GDYB_BASE_URL + "3260",
  {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "Content-Length": body.length,
      "x-tif-paasid": env.GDYB_PAASID,
      "x-tif-timestamp": timestamp,
      "x-tif-nonce": nonce,
      "x-tif-signature": signature,
    },
  },
  (response) => {
    const parts = [];
    response.on("data", (part) => parts.push(part));
    response.on("end", () => process.stdout.write(Buffer.concat(parts)));
  },
);
request.on("error", (error) => {
  console.error(error.message);
  process.exit(1);
});
request.end(body);
